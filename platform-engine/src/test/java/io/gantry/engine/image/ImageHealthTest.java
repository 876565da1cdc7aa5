package io.gantry.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.HealthSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.image.document.Documents;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class ImageHealthTest {
  private static final String CONFIG = "{\"Healthcheck\": %s}";

  private static @Nullable HealthSpec read(String check) {
    byte[] config = CONFIG.formatted(check).getBytes(StandardCharsets.UTF_8);
    return ImageHealth.read(Documents.parse("configuration", config));
  }

  @Test
  void isReadAsDockerWritesIt() {
    String check =
        """
        {"Test": ["CMD-SHELL", "curl -f localhost"], "Interval": 5000000000,
         "Timeout": 2500000000, "StartPeriod": 1000000, "Retries": 7}""";

    assertThat(read(check))
        .isEqualTo(
            new HealthSpec(
                List.of("CMD-SHELL", "curl -f localhost"),
                Duration.ofSeconds(5),
                Duration.ofMillis(2500),
                7,
                Duration.ofMillis(1),
                null));
  }

  @Test
  void hasTheDefaultsWhereTheImageSaysNothing() {
    assertThat(read("{\"Test\": [\"NONE\"], \"Interval\": 0}")).isEqualTo(HealthSpec.of("NONE"));
    assertThat(read("{\"Test\": []}")).isNull();
    assertThat(read("{}")).isNull();
    assertThat(read("null")).isNull();
  }

  @Test
  void isReadAsItWasWritten() {
    HealthSpec health =
        new HealthSpec(
            List.of("CMD", "true"), Duration.ofSeconds(1), Duration.ofSeconds(2), 4, null, null);
    ObjectNode config = Documents.object();

    ImageHealth.write(config, health);

    assertThat(ImageHealth.read(config)).isEqualTo(health);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Test\": [\"CMD\"]}",
        "{\"Test\": [\"CMD-SHELL\", \"a\", \"b\"]}",
        "{\"Test\": [1]}",
        "{\"Test\": [\"true\"], \"Interval\": -1}",
        "{\"Test\": [\"true\"], \"Timeout\": 1}",
        "{\"Test\": [\"true\"], \"Retries\": -1}",
      })
  void isRefusedIfItCannotBeOne(String check) {
    assertThatThrownBy(() -> read(check))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_INVALID));
  }
}
