package io.gantry.engine.state;

import java.nio.file.Path;
import java.time.Instant;

/**
 * What checkpoint and restore last did with a container (STATES-9). An init or a reboot forgets it.
 *
 * @param since when the phase began
 * @param log what CRIU has to say about it, for whoever looks into a failure
 */
public record CheckpointStatus(Phase phase, Instant since, Path log) {

  /** How far it is. */
  public enum Phase {
    /** Its processes are being written to the disk; after a crash nobody knows what is whole. */
    CHECKPOINTING,
    /** That failed, and the container runs on. */
    CHECKPOINT_FAILED,
    /** Its processes are on the disk and nowhere else. */
    CHECKPOINTED,
    /** They are being brought back. */
    RESTORING,
    /** They run again. */
    RESTORED
  }

  /** The same in its next phase. */
  public CheckpointStatus next(Phase following, Instant at) {
    return new CheckpointStatus(following, at, log);
  }
}
