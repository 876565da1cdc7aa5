package io.gantry.engine.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.DeviceNumber;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.FileType;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an image may put in the place of its account files. */
@Timeout(value = 1, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileAccountFilesTest {
  private Path root;
  private Path passwd;

  @BeforeEach
  void makeEtc(@TempDir Path directory) throws IOException {
    root = directory;
    passwd = Files.createDirectories(root.resolve("etc")).resolve("passwd");
  }

  @Test
  void refusesAFifo() throws IOException {
    try (Directory etc = Directory.open(root.resolve("etc"))) {
      etc.makeNode("passwd", FileType.FIFO, 0644, DeviceNumber.NONE);
    }

    assertRefused(() -> UserLookup.in(root));
  }

  @Test
  void refusesADirectory() throws IOException {
    Files.createDirectory(passwd);

    assertRefused(() -> UserLookup.in(root));
  }

  @Test
  void refusesAHugeSparseFile() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(passwd.toFile(), "rw")) {
      file.setLength(1L << 40);
    }

    assertRefused(() -> UserLookup.in(root));
  }

  @Test
  void refusesALoopOfLinks() throws IOException {
    Files.createSymbolicLink(passwd, Path.of("group"));
    Files.createSymbolicLink(root.resolve("etc/group"), Path.of("passwd"));

    assertRefused(() -> UserLookup.in(root));
  }

  @Test
  void readsOneEndlessLineAsNoAccount() throws IOException {
    Files.writeString(passwd, "x".repeat(1 << 20));

    assertThat(UserLookup.in(root).resolve("7").listed()).isFalse();
  }

  @Test
  void followsLinksOnlyInsideTheRoot() throws IOException {
    Files.createSymbolicLink(passwd, Path.of("/../../../../../../../../etc/shadow-of-gantry"));
    Files.writeString(root.resolve("etc/shadow-of-gantry"), "me:x:5:6::/home/me:/bin/sh\n");

    assertThat(UserLookup.in(root).resolve("me").home()).isEqualTo("/home/me");
  }

  @Test
  void takesMissingFilesForEmptyOnes() {
    assertThat(UserLookup.in(root).resolve("12:13").gid()).isEqualTo(13);
  }

  private static void assertRefused(ThrowingCallable lookup) {
    assertThatThrownBy(lookup)
        .isInstanceOf(GantryException.class)
        .extracting(e -> ((GantryException) e).code())
        .isEqualTo(ErrorCode.IMAGE_INVALID);
  }
}
