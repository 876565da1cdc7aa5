package io.gantry.engine;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.lifecycle.Lifecycle;
import io.gantry.engine.lifecycle.Operation;
import io.gantry.engine.mount.Artifacts;
import io.gantry.engine.spec.UserMounts;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.StateStore;
import io.gantry.engine.storage.ContainerExport;
import io.gantry.engine.volume.ContainerVolumes;
import java.io.OutputStream;
import java.nio.file.Path;

/** A container's files seen from the host. Thread-safe. */
public final class ContainerFiles {
  private final Lifecycle lifecycle;
  private final StateStore store;
  private final ContainerExport export;
  private final ContainerVolumes volumes;

  ContainerFiles(
      Lifecycle lifecycle, StateStore store, ContainerExport export, ContainerVolumes volumes) {
    this.lifecycle = lifecycle;
    this.store = store;
    this.export = export;
    this.volumes = volumes;
  }

  /**
   * Mounts its root, whether it runs or not; each call is given back by {@link #unmount}.
   *
   * @return where it is
   * @throws GantryException NO_SUCH_CONTAINER, STATE_INVALID if it is being removed, UNSUPPORTED if
   *     its root is a directory of the host
   */
  public Path mount(ContainerId id) {
    return lifecycle.mount(id);
  }

  /**
   * Gives a mount back (REMOVAL-15).
   *
   * @param force unmounts it whoever mounted it, unless the container uses it
   * @throws GantryException NOT_MOUNTED; STATE_INVALID if only the container itself has it mounted
   */
  public void unmount(ContainerId id, boolean force) {
    lifecycle.unmount(id, force);
  }

  /**
   * Writes its root file system as an uncompressed tar; volumes are not part of it (EXPORT-3).
   *
   * @param archive stays open
   * @throws GantryException NO_SUCH_CONTAINER, STATE_INVALID if it is being removed, STORAGE
   */
  public void export(ContainerId id, OutputStream archive) {
    ContainerConfig config = exportable(id);
    if (config.spec().root().external()) {
      ContainerExport.write(id, externalRoot(config), archive);
    } else {
      export.write(id, archive);
    }
  }

  /**
   * As {@link #export(ContainerId, OutputStream)}, to a file that appears whole or not at all
   * (EXPORT-2).
   *
   * @param file a path of the node's operator, replaced if it exists
   */
  public void export(ContainerId id, Path file) {
    ContainerConfig config = exportable(id);
    ContainerExport.toFile(id, file, archive -> export(config.id(), archive));
  }

  /** What its user asked to be mounted, as its newest run has it; before the first, the volumes. */
  public UserMounts userMounts(ContainerId id) {
    ContainerConfig config = config(id);
    return UserMounts.of(config, volumes.mounts(config));
  }

  /** Files that others leave with it, until it is removed. */
  public Artifacts artifacts(ContainerId id) {
    return new Artifacts(config(id).staticDir().resolve("artifacts"));
  }

  private ContainerConfig exportable(ContainerId id) {
    var unused = lifecycle.inspectFor(id, Operation.EXPORT, record -> record.state());
    return config(id);
  }

  /** What a run sees, while there is one; else the directory where it has no overlay. */
  private Path externalRoot(ContainerConfig config) {
    Path mountPoint =
        store.find(config.id()).map(stored -> stored.record().mountPoint()).orElse(null);
    if (mountPoint != null) {
      return mountPoint;
    }
    if (config.spec().root().overlay()) {
      throw GantryException.of(
              ErrorCode.NOT_MOUNTED, "its root is an overlay of its runs: export it while it runs")
          .about("container", config.id());
    }
    return Path.of(String.valueOf(config.spec().root().path()));
  }

  private ContainerConfig config(ContainerId id) {
    return store
        .find(id)
        .orElseThrow(
            () ->
                GantryException.of(ErrorCode.NO_SUCH_CONTAINER, "there is no such container")
                    .about("container", id))
        .config();
  }
}
