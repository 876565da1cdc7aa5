package io.gantry.engine.lifecycle;

import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.StoredContainer;
import java.nio.file.Path;

/** What one checkpoint does on the host, in this order. */
public interface CheckpointSteps {

  /** Whether the container is to run on afterwards. */
  boolean keepsRunning();

  /**
   * Refuses what cannot be done, and makes ready for the rest.
   *
   * @return where CRIU is going to write its log (CHECKPOINT-5)
   */
  Path prepare(ContainerConfig config);

  /**
   * Has the processes written to the disk, and ended unless the container is to run on. After a
   * failure they run on.
   */
  void dump(ContainerConfig config);

  /** Keeps what its mounts and its network hold besides (CHECKPOINT-7). */
  void keep(StoredContainer container);

  /** Writes the archive that was asked for; its root is still mounted (CHECKPOINT-8). */
  void export(StoredContainer container);

  /** Removes what is not needed any more; failures are ignored (CHECKPOINT-10). */
  void tidy(ContainerConfig config);
}
