package io.gantry.engine.checkpoint;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.lifecycle.Launched;
import io.gantry.engine.lifecycle.RestoreSteps;
import io.gantry.engine.linux.SafePath;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.runtime.RestoreRequest;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.NetworkAttachment;
import io.gantry.engine.state.StoredContainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** One restore of one container; used once. */
final class Revival implements RestoreSteps {
  private final Relaunch relaunch;
  private final Criu criu;
  private final RestoreOptions options;
  private Optional<RestoreStatistics> statistics = Optional.empty();

  Revival(Relaunch relaunch, Criu criu, RestoreOptions options) {
    this.relaunch = relaunch;
    this.criu = criu;
    this.options = options;
  }

  /** What CRIU counted, once it is done. */
  Optional<RestoreStatistics> statistics() {
    return statistics;
  }

  @Override
  public Path prepare(ContainerConfig config) {
    CheckpointFiles files = CheckpointFiles.of(config);
    criu.require();
    requireImages(config, files);
    try {
      new CriuLog(log(files)).begin();
      return log(files);
    } catch (IOException e) {
      throw failure(config, "its restore cannot be prepared", e);
    }
  }

  /** CHECKPOINT-14. */
  private static void requireImages(ContainerConfig config, CheckpointFiles files) {
    try (SafePath bundle = SafePath.root(files.bundle())) {
      bundle.openRegularFile(CheckpointFiles.IMAGES + "/" + CheckpointFiles.INVENTORY).close();
    } catch (SyscallException e) {
      throw GantryException.of(
              ErrorCode.NOT_FOUND, "it has no checkpoint: make one, or import an archive", e)
          .about("container", config.id());
    }
  }

  private static Path log(CheckpointFiles files) {
    return files.file(CheckpointFiles.RESTORE_LOG);
  }

  @Override
  public Optional<NetworkAttachment> network(ContainerConfig config) {
    if (options.ignoresAddresses()) {
      return Optional.empty();
    }
    try {
      return NetworkStatus.read(CheckpointFiles.of(config));
    } catch (SyscallException e) {
      throw failure(config, "its addresses cannot be read", e);
    }
  }

  @Override
  public Launched restore(StoredContainer container) {
    ContainerConfig config = container.config();
    CheckpointFiles files = CheckpointFiles.of(config);
    try {
      SharedMemory.bringBack(config);
      return relaunch.launch(container, new RestoreRequest(files.images(), options.arguments()));
    } catch (IOException e) {
      throw failure(config, "its shared memory cannot be brought back", e);
    } catch (GantryException e) {
      throw new CriuLog(log(files)).explain(config.id(), e);
    }
  }

  @Override
  public void tidy(ContainerConfig config) {
    CheckpointFiles files = CheckpointFiles.of(config);
    statistics = CriuStatistics.restore(files.file(CheckpointFiles.RESTORE_STATISTICS));
    if (!options.keepsFiles()) {
      Tidying.quietly(config, files::removeAll);
    }
  }

  private static GantryException failure(ContainerConfig config, String what, IOException cause) {
    ErrorCode code = cause instanceof SyscallException failed ? failed.code() : ErrorCode.STORAGE;
    return GantryException.of(code, what, cause).about("container", config.id());
  }
}
