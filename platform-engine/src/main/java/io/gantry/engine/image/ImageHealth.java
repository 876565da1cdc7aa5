package io.gantry.engine.image;

import io.gantry.api.container.HealthSpec;
import io.gantry.engine.image.document.Documents;
import io.gantry.engine.image.document.ImageInvalid;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The health check in an image's configuration, as Docker writes it: times in nanoseconds, 0 is the
 * default.
 */
final class ImageHealth {
  private static final String NODE = "Healthcheck";

  private ImageHealth() {}

  /** What the run configuration says; absent if it says nothing. */
  static @Nullable HealthSpec read(JsonNode config) {
    JsonNode check = config.path(NODE);
    List<String> test = Documents.texts(check.path("Test"));
    if (test.isEmpty()) {
      return null;
    }
    try {
      return new HealthSpec(
          test,
          time(check.path("Interval")),
          time(check.path("Timeout")),
          check.path("Retries").asInt(0),
          time(check.path("StartPeriod")),
          null);
    } catch (IllegalArgumentException e) {
      throw ImageInvalid.because("its health check cannot be one: " + e.getMessage(), e);
    }
  }

  static void write(ObjectNode config, @Nullable HealthSpec health) {
    if (health == null) {
      return;
    }
    ObjectNode check = config.putObject(NODE);
    ArrayNode test = check.putArray("Test");
    health.test().forEach(test::add);
    check.put("Interval", health.interval().toNanos());
    check.put("Timeout", health.timeout().toNanos());
    check.put("Retries", health.retries());
    check.put("StartPeriod", health.startPeriod().toNanos());
  }

  private static @Nullable Duration time(JsonNode nanoseconds) {
    long value = nanoseconds.asLong(0);
    return value == 0 ? null : Duration.ofNanos(value);
  }
}
