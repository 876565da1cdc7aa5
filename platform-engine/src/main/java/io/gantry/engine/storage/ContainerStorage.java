package io.gantry.engine.storage;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.Sizes;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.Digest;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.IdMappedMount;
import io.gantry.engine.linux.IdMaps;
import io.gantry.engine.linux.Mounts;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.linux.TreeRemoval;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The writable directories of containers and their mounts over the layers of their images. A
 * container's storage lies in {@code storage/<id>}: {@code upper} and {@code work} for overlay,
 * {@code merged} where it is mounted, and the list of its layers. Operations on one container must
 * exclude each other, as its lock does; different containers are independent.
 */
public final class ContainerStorage {
  /** How layers become a root file system. */
  public static final String DRIVER = "overlay";

  private static final String REMOVED = ".removed-";

  private final Path storage;
  private final LayerStore layers;
  private final LayerMount layerMount;
  private final StorageMounts mounts;
  private final HalfMade halfMade = new HalfMade();

  private ContainerStorage(Path storage, LayerStore layers, IdMapping mapping) {
    this.storage = storage;
    this.layers = layers;
    this.layerMount = new LayerMount(layers, mapping);
    this.mounts = new StorageMounts(layerMount);
  }

  /** Opens the storage below the engine's home and removes what a crash left half made. */
  public static ContainerStorage open(Path home, LayerStore layers) {
    return open(home, layers, IdMappedMount::mount);
  }

  /** As {@link #open(Path, LayerStore)}, on a host that shows layers with other ids this way. */
  static ContainerStorage open(Path home, LayerStore layers, IdMapping mapping) {
    Path storage = home.resolve("storage");
    try {
      Files.createDirectories(
          storage,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      ContainerStorage opened = new ContainerStorage(storage, layers, mapping);
      opened.removeUnfinished();
      opened.unmountUnheld();
      return opened;
    } catch (IOException e) {
      throw InvalidArchive.storage("the storage in " + storage + " cannot be opened", e);
    }
  }

  /**
   * Makes the storage of a container; it is durable on return. Made already over the same layers is
   * success.
   *
   * @return who its files belong to on the host (STORAGE-7)
   * @throws GantryException NO_SUCH_IMAGE if a layer is gone, STORAGE if the container has other
   *     layers
   */
  public IdMaps create(ContainerId id, StorageOptions options) {
    if (exists(id)) {
      requireSame(id, options.layers());
      return options(id).ids();
    }
    try (LayerLease lease = layers.lease();
        Directory directory = Directory.open(storage)) {
      requireLayers(lease, options.allLayers());
      halfMade.make(directory, id, new NewStorage(layers, options));
      return options.ids();
    } catch (SyscallException e) {
      throw failure("cannot be made", id, e);
    }
  }

  /**
   * What its storage was made with.
   *
   * @throws GantryException STORAGE_UNKNOWN if the container has no storage
   */
  public StorageOptions options(ContainerId id) {
    try {
      return require(id).options();
    } catch (IOException e) {
      throw failure("cannot be read", id, e);
    }
  }

  private static void requireLayers(LayerLease lease, Set<Digest> diffIds) {
    for (Digest diffId : diffIds) {
      if (lease.find(diffId).isEmpty()) {
        throw GantryException.of(
            ErrorCode.NO_SUCH_IMAGE, "layer " + diffId + " is not here: pull the image again");
      }
    }
  }

  /**
   * Mounts the container's root file system, if it is not mounted already, and keeps it mounted for
   * the holder (MOUNT-17). Device nodes in it work only for a privileged container: the runtime
   * brings the container's devices.
   *
   * @return the mount point, free of links, which the runtime would not take (MOUNT-9)
   * @throws GantryException STORAGE_UNKNOWN if the container has no storage
   */
  public Path mount(ContainerId id, MountHolder holder) {
    StoragePlace place = require(id);
    try {
      return mounts.mount(place, holder);
    } catch (IOException e) {
      throw failure("cannot be mounted", id, e);
    }
  }

  /**
   * Gives a hold back; with the last one it is unmounted.
   *
   * @return how many holds are left
   * @throws GantryException NOT_MOUNTED if the holder has none, STORAGE_UNKNOWN
   */
  public int unmount(ContainerId id, MountHolder holder) {
    StoragePlace place = require(id);
    try {
      OptionalInt left = mounts.unmount(place, holder);
      return left.orElseThrow(
          () ->
              GantryException.of(ErrorCode.NOT_MOUNTED, "the container's root is not mounted")
                  .about("container", id));
    } catch (IOException e) {
      throw failure("cannot be unmounted", id, e);
    }
  }

  /** Unmounts it whoever holds it; not mounted or unknown is success. */
  public void unmountForced(ContainerId id) {
    try {
      mounts.unmountForced(place(id));
    } catch (IOException e) {
      throw failure("cannot be unmounted", id, e);
    }
  }

  /**
   * Has an image's layers mounted somewhere in the container, with the container's ids where the
   * host can.
   *
   * @param destination of the image, by which it was named at creation
   */
  public void mountVolume(ContainerId id, String destination, LayersUse use) throws IOException {
    StoragePlace place = require(id);
    List<Digest> diffIds = options(id).volumes().getOrDefault(destination, List.of());
    List<Path> lower = diffIds.isEmpty() ? List.of(place.nothing()) : layerMount.trees(diffIds);
    layerMount.mountOver(place, lower, use);
  }

  /**
   * Shows layers to somebody of this process while he looks; nothing can be written.
   *
   * @param diffIds the lowest first
   * @throws GantryException NO_SUCH_IMAGE if one is gone
   */
  public <T> T look(List<Digest> diffIds, Function<Path, T> look) {
    try (LayerLease lease = layers.lease()) {
      requireLayers(lease, Set.copyOf(diffIds));
      return LayerView.show(storage, layerMount.trees(diffIds), look);
    } catch (IOException e) {
      throw InvalidArchive.storage("an image cannot be shown", e);
    }
  }

  /**
   * Writes what the container changed in its root as a tar: its own files, and not those of its
   * image. Right while nothing of the container runs.
   *
   * @param out stays open
   * @return what it deleted of its image, by path
   */
  public List<String> writeDifference(ContainerId id, OutputStream out) {
    List<String> deleted = new ArrayList<>();
    try (Directory upper = Directory.open(require(id).upper())) {
      new TreeArchive(out, new DeletionList(deleted)).write(upper);
      return deleted;
    } catch (IOException e) {
      throw failure("cannot be read", id, e);
    }
  }

  /**
   * Writes what a container changed in its root as the archive of a layer.
   *
   * @throws GantryException STORAGE_UNKNOWN, STORAGE
   */
  public void writeLayer(ContainerId id, OutputStream out) {
    try (Directory upper = Directory.open(require(id).upper())) {
      new TreeArchive(out, new LayerMarks()).write(upper);
    } catch (IOException e) {
      throw failure("cannot be read", id, e);
    }
  }

  /**
   * Gives a new container what another one had changed in its root.
   *
   * @param deleted paths in its image that are gone
   * @param tar as hostile as any archive; it stays the caller's
   * @throws GantryException IMAGE_INVALID, NO_SPACE, STORAGE
   */
  public void applyDifference(ContainerId id, List<String> deleted, InputStream tar) {
    StoragePlace place = require(id);
    TreeUnpack.into(place.upper(), place.own(), deleted, tar);
  }

  /** Whether it is mounted now. */
  public boolean isMounted(ContainerId id) {
    try {
      return Mounts.isMountPoint(place(id).merged());
    } catch (SyscallException e) {
      throw failure("cannot be looked at", id, e);
    }
  }

  /** How many keep it mounted now. */
  public int holds(ContainerId id) {
    try {
      return mounts.count(place(id));
    } catch (IOException e) {
      throw failure("cannot be looked at", id, e);
    }
  }

  /** Removes the container's storage and all it wrote; unknown is success (TEARDOWN-3). */
  public void delete(ContainerId id) {
    unmountForced(id);
    try (Directory directory = Directory.open(storage)) {
      String removed = REMOVED + id;
      if (directory.contains(id.value())) {
        TreeRemoval.remove(directory, removed);
        directory.renameNew(id.value(), directory, removed);
        directory.descriptor().sync();
      }
      TreeRemoval.remove(directory, removed);
    } catch (SyscallException e) {
      throw failure("cannot be removed", id, e);
    }
  }

  public boolean exists(ContainerId id) {
    return Files.isDirectory(storage.resolve(id.value()));
  }

  /**
   * Measures the container; expensive, so only on request (SIZE-5).
   *
   * @throws GantryException STORAGE_UNKNOWN; STORAGE naming the layer that cannot be measured
   */
  public Sizes sizes(ContainerId id) {
    StoragePlace place = require(id);
    try {
      return new Sizes(DiskUsage.of(place.upper()), imageBytes(id));
    } catch (SyscallException e) {
      throw failure("cannot be measured", id, e);
    }
  }

  /**
   * Measures a container whose root is a directory of the host: it has no image (SIZE-1, SIZE-4).
   */
  public static Sizes sizesOf(Path externalRoot) {
    try {
      return new Sizes(DiskUsage.of(externalRoot), 0);
    } catch (SyscallException e) {
      throw InvalidArchive.storage("the root " + externalRoot + " cannot be measured", e);
    }
  }

  private long imageBytes(ContainerId id) {
    long bytes = 0;
    for (Digest diffId : layersOf(id)) {
      bytes +=
          layers
              .find(diffId)
              .orElseThrow(
                  () ->
                      GantryException.of(
                              ErrorCode.STORAGE, "layer " + diffId + " of its image is gone")
                          .about("container", id))
              .sizeBytes();
    }
    return bytes;
  }

  /** All containers that have storage here, to find those nobody knows any more. */
  public Set<ContainerId> known() {
    Set<ContainerId> known = new TreeSet<>();
    try (Directory directory = Directory.open(storage)) {
      for (String name : directory.list()) {
        if (!name.startsWith(".")) {
          known.add(new ContainerId(name));
        }
      }
      return known;
    } catch (SyscallException e) {
      throw InvalidArchive.storage("the storage in " + storage + " cannot be listed", e);
    }
  }

  /** All layers that containers are built on. */
  public Set<Digest> layersInUse() {
    Set<Digest> used = new HashSet<>();
    for (ContainerId id : known()) {
      try {
        used.addAll(place(id).options().allLayers());
      } catch (NoSuchFileException e) {
        // The container was deleted since the directory was listed and uses nothing any more.
      } catch (IOException e) {
        throw failure("cannot be read", id, e);
      }
    }
    return used;
  }

  private List<Digest> layersOf(ContainerId id) {
    try {
      return place(id).options().layers();
    } catch (IOException e) {
      throw failure("cannot be read", id, e);
    }
  }

  private void requireSame(ContainerId id, List<Digest> diffIds) {
    if (!layersOf(id).equals(diffIds)) {
      throw GantryException.of(
              ErrorCode.STORAGE, "the container has storage over another image: remove it first")
          .about("container", id);
    }
  }

  private StoragePlace place(ContainerId id) {
    return new StoragePlace(storage.resolve(id.value()));
  }

  private StoragePlace require(ContainerId id) {
    if (!exists(id)) {
      throw GantryException.of(ErrorCode.STORAGE_UNKNOWN, "the container has no storage here")
          .about("container", id);
    }
    return place(id);
  }

  /** What a reader of an earlier process had mounted when it was killed. */
  private void unmountUnheld() {
    for (ContainerId id : known()) {
      if (isMounted(id) && holds(id) == 0) {
        unmountForced(id);
      }
    }
  }

  private void removeUnfinished() throws IOException {
    try (Directory directory = Directory.open(storage)) {
      for (String name : directory.list()) {
        if (name.startsWith(NewStorage.PREFIX) || name.startsWith(REMOVED)) {
          TreeRemoval.remove(directory, name);
        } else if (name.startsWith(LayerView.PREFIX)) {
          LayerView.remove(storage.resolve(name));
        }
      }
    }
  }

  private static GantryException failure(String what, ContainerId id, IOException cause) {
    return InvalidArchive.storage("the storage of the container " + what, cause)
        .about("container", id);
  }
}
