package io.gantry.api.container;

import org.jspecify.annotations.Nullable;

/**
 * When an ended container is started again by its node (rules RESTART-2, RESTART-3, RESTART-12).
 *
 * @param maximumRetries only with {@link Kind#ON_FAILURE}; 0 is without limit
 */
public record RestartPolicy(Kind kind, int maximumRetries) {
  public static final RestartPolicy NO = new RestartPolicy(Kind.NO, 0);

  /** After which ends. */
  public enum Kind {
    /** None. */
    NO,
    /** Those with another code than 0, as often as the retries say. */
    ON_FAILURE,
    /** All, and after a reboot. */
    ALWAYS,
    /** Like always, but not after a user's stop and a reboot. */
    UNLESS_STOPPED
  }

  public RestartPolicy(@Nullable Kind kind, int maximumRetries) {
    this.kind = kind == null ? Kind.NO : kind;
    this.maximumRetries = maximumRetries;
    if (maximumRetries < 0 || (maximumRetries > 0 && this.kind != Kind.ON_FAILURE)) {
      throw new IllegalArgumentException(
          "restart.maximumRetries is zero or more and needs the kind ON_FAILURE");
    }
  }
}
