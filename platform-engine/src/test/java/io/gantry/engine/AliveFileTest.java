package io.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AliveFileTest {
  private Path bootId;
  private AliveFile alive;

  @BeforeEach
  void boot(@TempDir Path directory) throws IOException {
    bootId = Files.writeString(directory.resolve("boot_id"), "first\n");
    alive = new AliveFile(directory.resolve("alive"), bootId);
  }

  @Test
  @Rule("REFRESH-1")
  void tellsARebootWhereItIsMissing() throws IOException {
    assertThat(alive.tellsReboot()).isTrue();
  }

  @Test
  @Rule({"REFRESH-1", "REFRESH-11"})
  void tellsNoneToAnotherEngineOfTheSameBoot() throws IOException {
    alive.write();

    assertThat(alive.tellsReboot()).isFalse();
  }

  @Test
  @Rule("REFRESH-1")
  void tellsARebootThatItsDirectoryOutlived() throws IOException {
    alive.write();
    Files.writeString(bootId, "second\n");

    assertThat(alive.tellsReboot()).isTrue();
  }
}
