package io.gantry.api.job;

/** How far a job is. */
public enum JobState {
  /** No container of it was made yet. */
  PENDING,
  /** Containers run, or are tried again. */
  RUNNING,
  /** As many ended with code 0 as it wanted. */
  SUCCEEDED,
  /** It ended otherwise; {@link JobReason} says why. */
  FAILED;

  /** Whether nothing more is started. */
  public boolean isEnded() {
    return this == SUCCEEDED || this == FAILED;
  }
}
