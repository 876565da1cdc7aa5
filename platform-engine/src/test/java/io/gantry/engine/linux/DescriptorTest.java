package io.gantry.engine.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptorTest {
  private final Path directory;

  DescriptorTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void writesWhatIsReadBack() throws Exception {
    Path file = directory.resolve("file");

    try (var out = Descriptor.open(file, OpenFlags.O_WRONLY | OpenFlags.O_CREAT, 0600)) {
      out.write("42".getBytes(StandardCharsets.US_ASCII));
      out.sync();
    }

    byte[] buffer = new byte[10];
    try (var in = Descriptor.open(file, OpenFlags.O_RDONLY, 0)) {
      assertThat(in.read(buffer)).isEqualTo(2);
      assertThat(in.read(new byte[10])).isZero();
    }
    assertThat(buffer).startsWith('4', '2');
  }

  @Test
  void namesCallPathAndErrorOfAFailure() {
    Path missing = directory.resolve("missing");

    assertThatThrownBy(() -> Descriptor.open(missing, OpenFlags.O_RDONLY, 0))
        .isInstanceOfSatisfying(
            SyscallException.class,
            failure -> {
              assertThat(failure)
                  .hasMessage("open " + missing + ": ENOENT (no such file or directory)");
              assertThat(failure.is(Errno.ENOENT)).isTrue();
            });
  }

  @Test
  void tellsAFullDiskByItsOwnCode() {
    assertThatThrownBy(
            () -> {
              try (var full = Descriptor.open(Path.of("/dev/full"), OpenFlags.O_WRONLY, 0)) {
                full.write(new byte[1]);
              }
            })
        .isInstanceOfSatisfying(
            SyscallException.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.NO_SPACE));
  }

  @Test
  void closesOnlyOnce() throws Exception {
    Descriptor first = Descriptor.open(Path.of("/dev/null"), OpenFlags.O_RDONLY, 0);
    first.close();
    try (var second = Descriptor.open(directory, OpenFlags.O_RDONLY, 0)) {
      first.close();

      assertThat(Files.exists(second.path())).isTrue();
    }
  }
}
