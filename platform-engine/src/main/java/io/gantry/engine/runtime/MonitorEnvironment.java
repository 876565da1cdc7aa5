package io.gantry.engine.runtime;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What monitor and runtime see of the engine's environment (MONITOR-8). */
final class MonitorEnvironment {
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private MonitorEnvironment() {}

  /** The environment with further variables. */
  static Map<String, String> with(Map<String, String> own, Map<String, String> further) {
    Stream<Map.Entry<String, String>> kept =
        own.entrySet().stream()
            .filter(variable -> variable.getKey().matches("PATH|HOME|LC_[A-Z]+"));
    return Stream.of(Map.of("PATH", PATH).entrySet().stream(), kept, further.entrySet().stream())
        .flatMap(variables -> variables)
        .collect(
            Collectors.toUnmodifiableMap(
                Map.Entry::getKey, Map.Entry::getValue, (earlier, later) -> later));
  }
}
