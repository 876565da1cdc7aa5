package io.gantry.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.Rule;
import io.gantry.engine.linux.DeviceNumber;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.FileType;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  @Rule("SAVE-4")
  void areRemovedIfTheyBelongToNobody() throws IOException {
    String other = "ef".repeat(32);
    Files.writeString(files.exitFile(), "3");
    Files.writeString(files.exitDir().resolve(other), "0");
    Files.writeString(files.exitDir().resolve(other + ".X4Y5Z6"), "");

    ExitFiles.removeOthers(files.exitDir(), Set.of(files.id()));

    assertThat(files.exitDir()).isDirectoryContaining(files.exitFile()::equals);
    assertThat(files.exitDir().toFile().list()).hasSize(1);
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

  @ParameterizedTest
  @Rule("EXIT-8")
  @ValueSource(
      strings = {"forty-two", "4 2", "0x2a", "99999999999", "-", "\u0664\u0662", "1\u00007"})
  void areAnEndOfUnknownCodeIfTheyHoldNoNumber(String content) throws Exception {
    Files.writeString(files.exitFile(), content);

    ExitFile exit = exits.read(files).orElseThrow();

    assertThat(exit.code()).isEqualTo(-1);
    assertThat(exit.known()).isEmpty();
    assertThat(exit.damage()).startsWith("the exit file holds '").matches("[ -~]*");
    assertThat(exit.finishedAt()).isAfter(Instant.EPOCH);
  }

  @Test
  @Rule("EXIT-8")
  void showNoMoreThanTheirBeginningIfTheyAreHuge() throws Exception {
    try (RandomAccessFile huge = new RandomAccessFile(files.exitFile().toFile(), "rw")) {
      huge.writeBytes("0\n" + "\u001b[2J".repeat(20));
      huge.setLength(1L << 40);
    }

    assertThat(exits.read(files).orElseThrow().damage())
        .startsWith("the exit file is too long and begins with '0??[2J")
        .matches("[ -~…]{0,100}");
  }

  @Test
  @Rule("EXIT-8")
  void areAnEndOfUnknownCodeIfTheyAreNoFiles() throws Exception {
    Files.createDirectory(files.exitFile());
    assertThat(exits.read(files).orElseThrow().damage()).contains("no regular file");
    Files.delete(files.exitFile());

    try (Directory directory = Directory.open(files.exitDir())) {
      directory.makeNode(files.id().value(), FileType.FIFO, 0600, DeviceNumber.NONE);
    }
    assertThat(exits.read(files).orElseThrow().damage()).contains("no regular file");
  }

  @Test
  @Rule("EXIT-8")
  void areNotFollowedIfTheyAreLinks() throws Exception {
    Path elsewhere = Files.writeString(files.bundle().resolve("elsewhere"), "0");
    Files.createSymbolicLink(files.exitFile(), elsewhere);

    ExitFile exit = exits.read(files).orElseThrow();

    assertThat(exit.code()).isEqualTo(-1);
    assertThat(exit.damage()).contains("no regular file");
  }

  @Test
  @Rule("EXIT-8")
  void leaveTheWordToTheirCopyIfTheyAreDamaged() throws Exception {
    Files.writeString(files.exitFile(), "?");
    Files.writeString(files.keptExitFile(), "42");

    assertThat(exits.read(files).map(ExitFile::code)).contains(42);
  }

  @Test
  @Rule("EXIT-8")
  void failIfTheyCannotBeReadNow() throws Exception {
    Files.delete(files.exitDir());
    Files.createFile(files.exitDir());

    assertThatThrownBy(() -> exits.read(files))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
        .hasMessageContaining(files.exitFile().toString());
  }

  @Test
  void areStillKnownAfterAReboot() throws Exception {
    Files.writeString(files.keptExitFile(), "3");

    assertThat(exits.read(files).map(ExitFile::code)).contains(3);
  }
}
