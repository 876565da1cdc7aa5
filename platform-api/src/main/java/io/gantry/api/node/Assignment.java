package io.gantry.api.node;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.TenantId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One container given to one node: what should be, not what to do. The agent may see it late, twice
 * or out of date and reaches the same end.
 *
 * @param generation grows with every change of the assignment
 * @param name the container's name in its tenant
 * @param launch the newest start that was asked for; absent if none ever was
 * @param kill the newest signal that was asked for
 * @param requestedBy who asked for the goal, for the exit record
 */
public record Assignment(
    ContainerId container,
    TenantId tenant,
    String name,
    long generation,
    Goal goal,
    ContainerSpec spec,
    @Nullable Launch launch,
    @Nullable Kill kill,
    @Nullable Duration stopTimeout,
    boolean force,
    boolean removeVolumes,
    @Nullable String requestedBy) {
  /** What the container should be. */
  public enum Goal {
    /** Stored on the node, started by nobody yet. */
    CREATED,
    /** Started by the newest launch; if that run ended, the restart policy decides. */
    RUNNING,
    PAUSED,
    STOPPED,
    /** Gone from the node; the agent reports when it is. */
    REMOVED
  }

  /**
   * A start that was asked for. A launch whose number the node has acted on is not repeated, so an
   * ended container is not started again by seeing its assignment twice.
   *
   * @param number grows with each start of the container
   * @param restart whether a run of an earlier launch is stopped first
   */
  public record Launch(long number, boolean restart, @Nullable String requestedBy) {}

  /** A signal that was asked for, sent once by number. */
  public record Kill(long number, String signal, @Nullable String requestedBy) {}
}
