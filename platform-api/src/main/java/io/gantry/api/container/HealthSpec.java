package io.gantry.api.container;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a node finds out whether a running container is well: it runs a command in it from time to
 * time (rules HEALTH-3 to HEALTH-7).
 *
 * @param test {@code CMD} and arguments; {@code CMD-SHELL} and a line for the container's shell;
 *     {@code NONE} or nothing is no check; anything else is run as it is
 * @param interval from the beginning of a check to the next; zero is only when asked; absent is 30
 *     s
 * @param timeout after it a check is ended and has failed; absent is 30 s
 * @param retries failures in a row that make it unhealthy; 0 is the default of 3
 * @param startPeriod time from the start in which failures do not count; absent is none
 * @param onFailure what is done with a container that is or stays unhealthy
 */
public record HealthSpec(
    List<String> test,
    Duration interval,
    Duration timeout,
    int retries,
    Duration startPeriod,
    OnFailure onFailure) {
  private static final Duration DEFAULT_TIME = Duration.ofSeconds(30);
  private static final int DEFAULT_RETRIES = 3;

  /** What is done with an unhealthy container. */
  public enum OnFailure {
    NONE,
    KILL,
    /** With its own grace. */
    RESTART,
    /** With its own grace. */
    STOP
  }

  public HealthSpec(
      @Nullable List<String> test,
      @Nullable Duration interval,
      @Nullable Duration timeout,
      int retries,
      @Nullable Duration startPeriod,
      @Nullable OnFailure onFailure) {
    this.test = Copies.of(test);
    this.interval = interval == null ? DEFAULT_TIME : interval;
    this.timeout = timeout == null ? DEFAULT_TIME : timeout;
    this.retries = retries == 0 ? DEFAULT_RETRIES : retries;
    this.startPeriod = startPeriod == null ? Duration.ZERO : startPeriod;
    this.onFailure = onFailure == null ? OnFailure.NONE : onFailure;
    requireTimes();
    requireCommand();
  }

  /** Checks of this command with every default. */
  public static HealthSpec of(String... test) {
    return new HealthSpec(List.of(test), null, null, 0, null, null);
  }

  /** Whether there is something to check. */
  public boolean enabled() {
    return !test.isEmpty() && !test.equals(List.of("NONE"));
  }

  private void requireTimes() {
    require(!interval.isNegative(), "health.interval is not negative");
    require(timeout.toMillis() >= 1, "health.timeout is positive");
    require(!startPeriod.isNegative(), "health.startPeriod is not negative");
    require(retries > 0, "health.retries is not negative");
  }

  private void requireCommand() {
    require(enabled() || onFailure == OnFailure.NONE, "health.onFailure needs a health.test");
    boolean shell = enabled() && "CMD-SHELL".equals(test.getFirst());
    boolean named = shell || (enabled() && "CMD".equals(test.getFirst()));
    require(!named || test.size() > 1, "health.test needs a command after CMD or CMD-SHELL");
    require(!shell || test.size() == 2, "health.test has one line after CMD-SHELL");
    require(test.stream().noneMatch(part -> part.indexOf('\0') >= 0), "health.test holds no NUL");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
