package io.gantry.engine.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  private final Path directory;

  AtomicFileTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void replacesALinkPlantedInItsPlace() throws IOException {
    Path outside = Files.writeString(directory.resolve("outside"), "host");
    Path file = Files.createSymbolicLink(directory.resolve("hosts"), outside);

    AtomicFile.write(file, "new".getBytes(StandardCharsets.UTF_8), 0644);

    assertThat(file).hasContent("new").isRegularFile();
    assertThat(Files.isSymbolicLink(file)).isFalse();
    assertThat(outside).hasContent("host");
  }

  @Test
  void givesThePermissionsAskedFor() throws IOException {
    Path file = directory.resolve("hosts");

    AtomicFile.write(file, new byte[0], 0666);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-rw-rw-");
  }

  @Test
  void writesOverWhatACrashLeftBehind() throws IOException {
    Path outside = Files.writeString(directory.resolve("outside"), "host");
    Files.createSymbolicLink(directory.resolve(".hosts.new"), outside);

    AtomicFile.write(directory.resolve("hosts"), new byte[] {'x'}, 0644);

    assertThat(directory.resolve("hosts")).hasContent("x");
    assertThat(outside).hasContent("host");
    assertThat(directory.resolve(".hosts.new")).doesNotExist();
  }

  @Test
  void replacesAFileThatIsOnlyForNow() throws IOException {
    Path file = Files.writeString(directory.resolve("config"), "of the run before");

    AtomicFile.writeForNow(file, new byte[] {'x'}, 0600);

    assertThat(file).hasContent("x");
    assertThat(directory).isDirectoryNotContaining("glob:**.new");
  }
}
