package io.gantry.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.Rule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ExitFilesTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final MonitorFiles files;
  private final LinkedBlockingQueue<ContainerId> seen = new LinkedBlockingQueue<>();
  private final ExitFiles exits;

  ExitFilesTest(@TempDir Path directory) throws IOException {
    files =
        new MonitorFiles(
            new ContainerId("cd".repeat(32)),
            directory.resolve("bundle"),
            directory.resolve("run"),
            directory.resolve("exits"));
    Files.createDirectory(files.bundle());
    Files.createDirectory(files.exitDir());
    exits = ExitFiles.watch(files.exitDir(), seen::add);
  }

  @BeforeEach
  void startEmpty() {
    assertThat(seen).isEmpty();
  }

  @AfterEach
  void close() {
    exits.close();
  }

  @Test
  @Rule("EXIT-5")
  void takeAMissingFileForARunningContainer() {
    assertThat(exits.read(files)).isEmpty();
  }

  @Test
  @Rule({"EXIT-1", "EXIT-9"})
  void areNotifiedOnceRenamedIntoPlace() throws Exception {
    Path temporary = files.exitDir().resolve(files.id() + ".X4K2");
    Files.writeString(temporary, "42");
    Path other = files.exitDir().resolve("moved-here");
    Files.move(Files.writeString(files.bundle().resolve("x"), "1"), other);

    Files.move(temporary, files.exitFile(), StandardCopyOption.ATOMIC_MOVE);

    assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo(files.id());
    assertThat(exits.read(files).map(ExitFile::code)).contains(42);
    assertThat(seen).isEmpty();
  }

  @Test
  @Rule("EXIT-1")
  void areFoundByAWaitWithoutANotification() throws Exception {
    Thread monitor =
        Thread.startVirtualThread(
            () -> {
              try {
                Files.writeString(files.exitFile(), "7"); // written in place: nothing is renamed
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });

    assertThat(exits.waitFor(files, LONG).map(ExitFile::code)).contains(7);
    assertThat(seen).isEmpty();
    monitor.join();
  }

  @Test
  @Rule("EXIT-1")
  void areWaitedForNoLongerThanAsked() throws Exception {
    assertThat(exits.waitFor(files, Duration.ofMillis(60))).isEmpty();
  }

  @Test
  @Rule("EXIT-7")
  void tellTheTimeOfTheirChangeNotThatOfTheirContent() throws Exception {
    Files.writeString(files.exitFile(), "0");
    Files.setLastModifiedTime(files.exitFile(), FileTime.from(Instant.EPOCH));

    FileTime changed = (FileTime) Files.getAttribute(files.exitFile(), "unix:ctime");
    assertThat(exits.read(files).map(ExitFile::finishedAt)).contains(changed.toInstant());
    assertThat(changed.toInstant()).isAfter(Instant.EPOCH);
  }

  @Test
  @Rule("EXIT-9")
  void tolerateWhiteSpaceAndAreNoExitWhileEmpty() throws Exception {
    Files.writeString(files.exitFile(), "");
    assertThat(exits.read(files)).isEmpty();

    Files.writeString(files.exitFile(), " 137\n");
    assertThat(exits.read(files).map(ExitFile::code)).contains(137);
  }

  @Test
  @Rule("EXIT-8")
  void failIfTheyAreNoNumber() throws Exception {
    Files.writeString(files.exitFile(), "forty-two");

    assertThatThrownBy(() -> exits.read(files))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
        .hasMessageContaining(files.exitFile().toString());
  }

  @Test
  void areNotFollowedIfTheyAreLinks() throws Exception {
    Path elsewhere = Files.writeString(files.bundle().resolve("elsewhere"), "0");
    Files.createSymbolicLink(files.exitFile(), elsewhere);

    assertThatThrownBy(() -> exits.read(files)).isInstanceOf(GantryException.class);
  }

  @Test
  void areStillKnownAfterAReboot() throws Exception {
    Files.writeString(files.keptExitFile(), "3");

    assertThat(exits.read(files).map(ExitFile::code)).contains(3);
  }
}
