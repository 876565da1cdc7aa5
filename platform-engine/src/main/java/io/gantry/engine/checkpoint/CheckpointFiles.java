package io.gantry.engine.checkpoint;

import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.linux.TreeRemoval;
import io.gantry.engine.state.ContainerConfig;
import java.nio.file.Path;
import java.util.List;

/**
 * What lies in a container's bundle because of a checkpoint (PATHS-1, PATHS-2).
 *
 * @param bundle the container's permanent directory
 */
public record CheckpointFiles(Path bundle) {
  static final String IMAGES = "checkpoint";
  static final String PREVIOUS = "pre-checkpoint";
  static final String VOLUMES = "volumes";
  static final String DUMP_LOG = "dump.log";
  static final String RESTORE_LOG = "restore.log";
  static final String DUMP_STATISTICS = "stats-dump";
  static final String RESTORE_STATISTICS = "stats-restore";
  static final String SHARED_MEMORY = "devshm-checkpoint.tar";
  static final String NETWORK = "network.status";
  static final String CONFIG_DUMP = "config.dump";
  static final String SPEC_DUMP = "spec.dump";

  /** Without it the images are not whole. */
  static final String INVENTORY = "inventory.img";

  /** Those of a container. */
  public static CheckpointFiles of(ContainerConfig config) {
    return new CheckpointFiles(config.staticDir());
  }

  /** What CRIU wrote of the processes. */
  Path images() {
    return bundle.resolve(IMAGES);
  }

  /** What it wrote of them ahead. */
  Path previous() {
    return bundle.resolve(PREVIOUS);
  }

  Path file(String name) {
    return bundle.resolve(name);
  }

  /** Removes a checkpoint that is not whole; none is success. */
  public void discard() {
    remove(List.of(IMAGES, SHARED_MEMORY, NETWORK, CONFIG_DUMP, SPEC_DUMP, VOLUMES));
  }

  /** Removes what nobody needs once a checkpoint is made (CHECKPOINT-10). */
  void removeRecords() {
    remove(List.of(DUMP_LOG, DUMP_STATISTICS, CONFIG_DUMP, SPEC_DUMP));
  }

  /** Removes all of it (CHECKPOINT-20). */
  void removeAll() {
    discard();
    removeRecords();
    remove(List.of(PREVIOUS, RESTORE_LOG, RESTORE_STATISTICS));
  }

  void remove(List<String> names) {
    try (Directory directory = Directory.open(bundle)) {
      for (String name : names) {
        TreeRemoval.remove(directory, name);
      }
    } catch (SyscallException e) {
      throw GantryException.of(e.code(), "files of a checkpoint cannot be removed", e);
    }
  }
}
