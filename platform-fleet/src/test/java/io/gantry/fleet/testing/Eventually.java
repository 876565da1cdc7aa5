package io.gantry.fleet.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for what the fleet does by itself, on a thread of its own. */
public final class Eventually {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Eventually() {}

  /** The value, as soon as it is as wanted. */
  public static <T> T become(Supplier<T> value, Predicate<T> wanted) {
    return await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(value::get, wanted);
  }

  /** Returns as soon as an assertion holds. */
  public static void holds(Runnable assertion) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(() -> assertThat(assertion).satisfies(Runnable::run));
  }
}
