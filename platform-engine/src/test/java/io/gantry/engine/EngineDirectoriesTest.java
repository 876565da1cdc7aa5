package io.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineDirectoriesTest {

  /** Its locks are its own, so there must be no second one. */
  @Test
  @Rule("SAVE-6")
  void areOfOneEngineAtATime(@TempDir Path directory) {
    EngineConfig config = EngineConfig.of(directory.resolve("home"), directory.resolve("run"));

    try (EngineDirectories first = EngineDirectories.take(config)) {
      assertThatThrownBy(() -> EngineDirectories.take(config))
          .as("while %s are taken", first)
          .isInstanceOfSatisfying(
              GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
    }

    assertThatCode(() -> EngineDirectories.take(config).close()).doesNotThrowAnyException();
  }
}
