package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.Resources;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.StoredContainer;
import java.util.Set;

/**
 * The OCI runtime and its monitors as the lifecycle needs them. Failures are {@link
 * io.gantry.api.error.GantryException} with RUNTIME, RUNTIME_NOT_FOUND or RUNTIME_PERMISSION.
 */
public interface ContainerRuntime {

  /** What the runtime says of a container (OCISPEC-20). */
  enum Presence {
    ABSENT,
    CREATED,
    RUNNING,
    PAUSED,
    STOPPED
  }

  /**
   * Writes the runtime spec and creates the container under a new monitor.
   *
   * @param container with its root mounted
   */
  Launched create(StoredContainer container);

  /** Whether creating it needs the links of its network, not only the namespace. */
  boolean needsLinks(ContainerConfig config);

  void start(ContainerId id);

  /**
   * Sends a signal.
   *
   * @param all to every process instead of the first (STOP-1)
   */
  void kill(ContainerId id, int signal, boolean all);

  void pause(ContainerId id);

  void resume(ContainerId id);

  /**
   * Ends what is left of the container and deletes it; success if the runtime does not know it
   * (CLEANUP-RUNTIME-7).
   */
  void delete(ContainerId id);

  /**
   * Kills all its processes with its cgroup, whatever the runtime knows; nothing left is success.
   *
   * @throws io.gantry.api.error.GantryException RUNTIME if some stay
   */
  void killAll(ContainerId id);

  Presence presence(ContainerId id);

  /** Whether anything of the container is there; asks no program. */
  boolean knows(ContainerId id);

  /** Whether its processes are frozen now, whatever is recorded. */
  boolean isFrozen(ContainerId id);

  /** The containers of this engine that the runtime knows. */
  Set<ContainerId> known();

  /** Ends monitors and creations of containers that are not in the set (after a crash). */
  void endStrayMonitors(Set<ContainerId> wanted);

  /** Waits until a checkpoint that an earlier engine has begun is over. */
  void awaitCheckpoint(ContainerId id);

  void update(ContainerId id, Resources resources);
}
