package io.gantry.api.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One call of a rule's URL, with all its attempts.
 *
 * @param number orders the calls of a rule
 * @param test whether somebody tried the rule out
 * @param nextAttemptAt when it is tried next at the earliest; absent if it is over
 */
public record DeliveryResource(
    UUID id,
    long number,
    boolean test,
    State state,
    Instant createdAt,
    @Nullable Instant nextAttemptAt,
    List<Attempt> attempts) {
  public DeliveryResource {
    attempts = List.copyOf(attempts);
  }

  /** How far a call got. */
  public enum State {
    /** It is tried until it succeeds, or was tried often enough. */
    WAITING,
    /** The other side answered with 2xx. */
    DELIVERED,
    /** It was tried often enough, or its rule was disabled. */
    FAILED
  }

  /**
   * One try.
   *
   * @param status the other side answered with; absent if it gave none
   * @param failure why there is none, or it is not 2xx
   */
  public record Attempt(
      Instant at, Duration took, @Nullable Integer status, @Nullable String failure) {}
}
