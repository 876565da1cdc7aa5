package io.gantry.engine.lifecycle;

import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.NetworkAttachment;
import io.gantry.engine.state.StoredContainer;
import java.nio.file.Path;
import java.util.Optional;

/** What one restore does on the host, in this order. */
public interface RestoreSteps {

  /**
   * Refuses a container that cannot be restored, and makes ready for the rest.
   *
   * @return where CRIU is going to write its log
   */
  Path prepare(ContainerConfig config);

  /** How it was connected; empty if that is not to be so again (CHECKPOINT-15). */
  Optional<NetworkAttachment> network(ContainerConfig config);

  /** Has its processes brought back under a new monitor; they run on return. */
  Launched restore(StoredContainer container);

  /** Removes what is not needed any more; failures are ignored (CHECKPOINT-20). */
  void tidy(ContainerConfig config);
}
