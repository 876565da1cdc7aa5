package io.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rules ask of rootless engines cannot come up: there is none. */
class EngineUserTest {

  @Test
  @Rule({"STOP-3", "PAUSE-2", "RESTART-7"})
  void opensNoEngineWithoutRoot(@TempDir Path directory) {
    EngineConfig config = EngineConfig.of(directory.resolve("home"), directory.resolve("run"));

    assertThatThrownBy(() -> Engine.open(config, new EngineUser(1000)))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED))
        .hasMessageContaining("user 1000")
        .hasMessageContaining("start it as root");

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void takesRoot() {
    assertThatCode(() -> new EngineUser(0).requireRoot()).doesNotThrowAnyException();
  }

  @Test
  void isWhoThisProcessRunsAs(@TempDir Path directory) throws IOException {
    Path made = Files.createFile(directory.resolve("made"));

    assertThat(EngineUser.ofProcess().uid()).isEqualTo(Files.getAttribute(made, "unix:uid"));
  }
}
