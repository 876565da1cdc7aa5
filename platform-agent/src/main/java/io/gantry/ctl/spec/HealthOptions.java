package io.gantry.ctl.spec;

import io.gantry.api.container.HealthSpec;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a container's node finds out whether it is well. */
final class HealthOptions {
  @Option(
      names = "--health-cmd",
      paramLabel = "LINE",
      description = "Line for the container's shell that returns 0 while it is well.")
  private @Nullable String command;

  @Option(
      names = "--health-interval",
      paramLabel = "TIME",
      description = "Time between checks (default 30s; 0s: only when asked).")
  private @Nullable Duration interval;

  @Option(
      names = "--health-timeout",
      paramLabel = "TIME",
      description = "Time after which a check is ended and has failed (default 30s).")
  private @Nullable Duration timeout;

  @Option(
      names = "--health-retries",
      paramLabel = "N",
      description = "Failures in a row that make it unhealthy (default 3).")
  private int retries;

  @Option(
      names = "--health-start-period",
      paramLabel = "TIME",
      description = "Time from the start in which failures do not count.")
  private @Nullable Duration startPeriod;

  @Option(
      names = "--health-on-failure",
      paramLabel = "ACTION",
      description = "What is done while it is unhealthy: none, kill, restart or stop.")
  private HealthSpec.@Nullable OnFailure onFailure;

  @Option(names = "--no-healthcheck", description = "Do not check it, whatever its image says.")
  private boolean none;

  /** The check, if a command is given; refuses an action without one. */
  @Nullable HealthSpec health() {
    if (none) {
      return HealthSpec.of("NONE");
    }
    if (command == null && onFailure == null) {
      return null;
    }
    List<String> test = command == null ? List.of() : List.of("CMD-SHELL", command);
    return new HealthSpec(test, interval, timeout, retries, startPeriod, onFailure);
  }
}
