package io.gantry.api.ledger;

/** What runs are counted by. */
public enum ExitGrouping {
  /** The container's name, also of one that followed another of the same name. */
  CONTAINER,
  /** The image's reference as it was in the spec. */
  IMAGE,
  /** The digest of the image's configuration. */
  DIGEST,
  CODE,
  CAUSE,
  /** The name of the node. */
  NODE,
  /** The minute the run ended in. */
  MINUTE,
  /** The hour the run ended in, by the clock of a time zone. */
  HOUR,
  /** The day the run ended in, from midnight to midnight of a time zone. */
  DAY;

  /** Whether it is a piece of time. */
  public boolean isTime() {
    return this == MINUTE || this == HOUR || this == DAY;
  }
}
