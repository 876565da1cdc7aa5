package io.gantry.engine.runtime;

import io.gantry.api.container.ContainerId;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import tools.jackson.databind.JsonNode;

/**
 * The program that makes containers out of kernel features. Thin on purpose: one method per
 * command, no state, each bounded in time. Failures are {@code RUNTIME}, {@code RUNTIME_NOT_FOUND}
 * (the command to run is missing) or {@code RUNTIME_PERMISSION} (EXITCODES-9), or {@code TIMEOUT}.
 * Thread-safe.
 */
public interface OciRuntime {
  /** The program and the arguments every call of it begins with, for the monitor. */
  List<String> command();

  /** Starts a created container's process. */
  void start(ContainerId id);

  /**
   * Sends a signal.
   *
   * @param all to every process of the container instead of the first (STOP-1)
   */
  void kill(ContainerId id, int signal, boolean all);

  /** Deletes what the runtime holds of a container; an unknown one is success. */
  void delete(ContainerId id);

  void pause(ContainerId id);

  void resume(ContainerId id);

  /**
   * Writes a running container's processes to the disk, and ends them unless the request says
   * otherwise. After a failure they run on.
   */
  void checkpoint(ContainerId id, DumpRequest request);

  /** Empty if the runtime does not know the container. */
  Optional<RuntimeState> state(ContainerId id);

  /** All containers the runtime knows. */
  SortedSet<ContainerId> containers();

  /**
   * Changes the limits of a container that exists.
   *
   * @param resources in the runtime spec's words; absent ones stay as they are
   */
  void update(ContainerId id, JsonNode resources);
}
