package io.gantry.api.doctor;

/** The states that pass by themselves, and have a deadline for it. The constants are stable. */
public enum StuckKind {
  /** A container was assigned to a node that answers and has told nothing of it. */
  NEVER_REPORTED(false),
  /** A change was asked for, and the node, which answers, has not acted on it. */
  WISH_UNANSWERED(false),
  /** The node tried what was asked for and could not do it. */
  WISH_FAILED(false),
  /** A stop was asked for, its grace is over, and the end has not been seen. */
  STOPPING(false),
  /** A removal was asked for, and the node, which answers, has not told that it is done. */
  REMOVING(false),
  /** The time of the next restart is past, and there was none. */
  RESTART_OVERDUE(false),
  /** The node cannot tell what the container is. */
  STATE_UNKNOWN(false),
  /** Something was asked for, and the node it is asked of does not answer. */
  NODE_AWAY(false),
  /** A run is over, its node has told all ends of that time, and not this one. */
  END_UNTOLD(false),
  /** A key of a repeated request has no answer, or is kept beyond its time. */
  IDEMPOTENCY_KEY(false),
  /** A node was enrolled and never heard of. */
  NODE_SILENT(true),
  /** A node is not heard of any more. */
  NODE_LOST(true),
  /** A node was asked to dial a stream, and neither did nor was the request forgotten. */
  STREAM_REQUEST(true),
  /** Marks of removed containers are kept beyond their time. */
  TOMBSTONE(true),
  /** Work in the background is due, and no replica does it. */
  TASK_OVERDUE(true);

  private final boolean ofPlatform;

  StuckKind(boolean ofPlatform) {
    this.ofPlatform = ofPlatform;
  }

  /** Whether it is no tenant's, and so shown and mended by platform admins only. */
  public boolean ofPlatform() {
    return ofPlatform;
  }
}
