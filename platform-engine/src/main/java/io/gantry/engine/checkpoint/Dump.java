package io.gantry.engine.checkpoint;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.lifecycle.CheckpointSteps;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.runtime.DumpRequest;
import io.gantry.engine.runtime.OciRuntime;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.StoredContainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/** One checkpoint of one container; used once. */
final class Dump implements CheckpointSteps {
  private final OciRuntime runtime;
  private final Prerequisites prerequisites;
  private final Export export;
  private final CheckpointOptions options;
  private Optional<DumpStatistics> statistics = Optional.empty();

  Dump(OciRuntime runtime, Prerequisites prerequisites, Export export, CheckpointOptions options) {
    this.runtime = runtime;
    this.prerequisites = prerequisites;
    this.export = export;
    this.options = options;
  }

  /** What CRIU counted, once it is done. */
  Optional<DumpStatistics> statistics() {
    return statistics;
  }

  @Override
  public boolean keepsRunning() {
    return options.keepsRunning();
  }

  @Override
  public Path prepare(ContainerConfig config) {
    CheckpointFiles files = CheckpointFiles.of(config);
    prerequisites.require(config, options);
    try {
      files.remove(options.preDump() ? List.of(CheckpointFiles.PREVIOUS) : List.of());
      files.discard();
      Files.createDirectory(
          files.file(target()),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      new CriuLog(log(files)).begin();
      return log(files);
    } catch (IOException e) {
      throw failure(config, "its checkpoint cannot be prepared", e);
    }
  }

  private String target() {
    return options.preDump() ? CheckpointFiles.PREVIOUS : CheckpointFiles.IMAGES;
  }

  private static Path log(CheckpointFiles files) {
    return files.file(CheckpointFiles.DUMP_LOG);
  }

  @Override
  public void dump(ContainerConfig config) {
    CheckpointFiles files = CheckpointFiles.of(config);
    try {
      runtime.checkpoint(
          config.id(), new DumpRequest(files.file(target()), files.bundle(), options.arguments()));
    } catch (GantryException e) {
      Tidying.quietly(config, () -> files.remove(List.of(target())));
      throw new CriuLog(log(files)).explain(config.id(), e);
    }
  }

  @Override
  public void keep(StoredContainer container) {
    ContainerConfig config = container.config();
    CheckpointFiles files = CheckpointFiles.of(config);
    try {
      SharedMemory.keep(config);
      NetworkStatus.keep(files, container.record().network());
      try (Directory bundle = Directory.open(files.bundle())) {
        bundle.syncFileSystem();
      }
    } catch (IOException e) {
      throw failure(config, "what belongs to its checkpoint cannot be kept", e);
    }
  }

  @Override
  public void export(StoredContainer container) {
    ArchiveTarget target = options.archive();
    if (target != null) {
      export.write(container.config(), target, options.preDump());
    }
  }

  @Override
  public void tidy(ContainerConfig config) {
    CheckpointFiles files = CheckpointFiles.of(config);
    statistics = CriuStatistics.dump(files.file(CheckpointFiles.DUMP_STATISTICS));
    if (!options.keepsFiles()) {
      Tidying.quietly(config, files::removeRecords);
    }
  }

  private static GantryException failure(ContainerConfig config, String what, IOException cause) {
    ErrorCode code = cause instanceof SyscallException failed ? failed.code() : ErrorCode.STORAGE;
    return GantryException.of(code, what, cause).about("container", config.id());
  }
}
