package io.gantry.engine.health;

import io.gantry.api.container.HealthSpec;
import java.util.List;

/** The command a health check runs (HEALTH-3). */
final class HealthCommand {
  private HealthCommand() {}

  /** Of a spec that is enabled. */
  static List<String> of(HealthSpec spec) {
    List<String> test = spec.test();
    return switch (test.getFirst()) {
      case "CMD" -> test.subList(1, test.size());
      case "CMD-SHELL" -> List.of("/bin/sh", "-c", test.getLast());
      default -> test;
    };
  }
}
