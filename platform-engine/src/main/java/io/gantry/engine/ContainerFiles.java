package io.gantry.engine;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.UserNamespaceSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.ImageConfig;
import io.gantry.api.image.ImageSummary;
import io.gantry.engine.image.Images;
import io.gantry.engine.lifecycle.Lifecycle;
import io.gantry.engine.lifecycle.Operation;
import io.gantry.engine.mount.Artifacts;
import io.gantry.engine.spec.UserMounts;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.StateStore;
import io.gantry.engine.storage.ContainerExport;
import io.gantry.engine.storage.ContainerStorage;
import io.gantry.engine.volume.ContainerVolumes;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** A container's files seen from the host. Thread-safe. */
public final class ContainerFiles {
  private final Lifecycle lifecycle;
  private final StateStore store;
  private final ContainerStorage storage;
  private final ContainerVolumes volumes;
  private final Images images;

  ContainerFiles(
      Lifecycle lifecycle,
      StateStore store,
      ContainerStorage storage,
      ContainerVolumes volumes,
      Images images) {
    this.lifecycle = lifecycle;
    this.store = store;
    this.storage = storage;
    this.volumes = volumes;
    this.images = images;
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
      new ContainerExport(storage).write(id, archive);
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

  /**
   * Makes an image of a container: its image, and what it has changed in its root as one layer
   * more; volumes are not part of it. The container runs on meanwhile: pause it before, if its
   * files are to be of one moment.
   *
   * @param reference a name with a tag
   * @param changes of what the image says about running it
   * @throws GantryException NO_SUCH_CONTAINER, STATE_INVALID if it is being removed, UNSUPPORTED
   *     for one whose root is a directory of the host or whose users are others on the host,
   *     NO_SUCH_IMAGE if its image is gone, INVALID_ARGUMENT, POLICY_DENIED, NO_SPACE, STORAGE
   */
  public ImageSummary commit(ContainerId id, String reference, UnaryOperator<ImageConfig> changes) {
    ContainerConfig config = exportable(id);
    if (config.spec().root().external()
        || config.spec().namespaces().users().mode() != UserNamespaceSpec.Mode.HOST) {
      throw GantryException.of(
              ErrorCode.UNSUPPORTED,
              "its files are not those of a layer of its image: export and import it instead")
          .about("container", id);
    }
    return images.commit(
        config.tenant(),
        config.image().id(),
        out -> storage.writeLayer(id, out),
        reference,
        changes,
        "commit of container " + id);
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
