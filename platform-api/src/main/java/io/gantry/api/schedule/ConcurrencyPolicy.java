package io.gantry.api.schedule;

/** What happens at a time of a schedule while a job from before has not ended. */
public enum ConcurrencyPolicy {
  /** The new job runs beside it. */
  ALLOW,
  /** The time is skipped. */
  FORBID,
  /** The one from before is cancelled, and the new job begins. */
  REPLACE
}
