package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerId;
import io.gantry.engine.state.ContainerConfig;
import java.util.Optional;
import java.util.Set;

/** The exit files that monitors write, and what else tells how a container ended. */
public interface ExitSource {

  /**
   * The exit of the container's newest run; empty while there is none (EXIT-5). A file that holds
   * no exit code is an end, too: it will never hold one.
   *
   * @throws io.gantry.api.error.GantryException INTERNAL if the file cannot be read now (EXIT-8)
   */
  Optional<SeenExit> find(ContainerConfig config);

  /** A sentence that proves the container was killed for memory; asked before its cgroup goes. */
  Optional<String> memoryEvidence(ContainerConfig config);

  /** Removes the monitor's files; their content is durable elsewhere (MONITORFILES-3). */
  void forget(ContainerConfig config);

  /** Removes the exit files of containers that are not in the set, whose monitors have ended. */
  void cleanOrphans(Set<ContainerId> known);
}
