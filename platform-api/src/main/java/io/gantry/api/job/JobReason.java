package io.gantry.api.job;

/** Why a job failed. */
public enum JobReason {
  /** It took longer than it may. */
  DEADLINE,
  /** More of its containers failed than are tried again. */
  RETRIES,
  /** Somebody ended it. */
  CANCELLED
}
