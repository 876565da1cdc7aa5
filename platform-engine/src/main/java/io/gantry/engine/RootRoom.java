package io.gantry.engine;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.MountSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.Digest;
import io.gantry.engine.checkpoint.CheckpointFiles;
import io.gantry.engine.image.Images;
import io.gantry.engine.lifecycle.ContainerRoot;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.IdMaps;
import io.gantry.engine.linux.TreeRemoval;
import io.gantry.engine.mount.RootFilesystem;
import io.gantry.engine.secret.ContainerSecrets;
import io.gantry.engine.selinux.ContainerLabels;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.storage.ContainerStorage;
import io.gantry.engine.storage.MountHolder;
import io.gantry.engine.storage.StorageOptions;
import io.gantry.engine.volume.ContainerVolumes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Containers' layers and directories, as the lifecycle asks for them. */
record RootRoom(
    RootFilesystem roots,
    ContainerStorage storage,
    ContainerVolumes volumes,
    Images images,
    ContainerSecrets secrets,
    Path containers,
    Path runContainers)
    implements ContainerRoot {

  @Override
  public void create(ContainerConfig config) {
    StorageOptions options =
        StorageOptions.of(config.spec(), config.image())
            .withVolumes(imageVolumes(config))
            .withOwner(owner(config))
            .withMountLabel(ContainerLabels.of(config).mount())
            .withIds(config.ids());
    IdMaps ids = storage.create(config.id(), options);
    try {
      Files.createDirectories(config.staticDir());
      Files.createDirectories(config.runDir());
      makeArtifacts(config.staticDir().resolve("artifacts"));
      giveToRoot(config.staticDir(), ids);
      giveToRoot(config.runDir(), ids);
    } catch (IOException e) {
      throw failure(config.id(), "its directories cannot be made", e);
    }
    secrets.keepCopies(config);
    volumes.claim(config);
  }

  /** The images it mounts, as they are now: a later pull of a name changes nothing here. */
  private Map<String, List<Digest>> imageVolumes(ContainerConfig config) {
    Map<String, List<Digest>> found = new HashMap<>();
    for (MountSpec mount : config.spec().mounts()) {
      if (mount.kind() == MountSpec.Kind.IMAGE) {
        String image = String.valueOf(mount.source());
        String destination = Path.of("/").resolve(mount.destination()).normalize().toString();
        found.put(destination, images.inspect(config.tenant(), image).layers());
      }
    }
    return found;
  }

  private static StorageOptions.Owner owner(ContainerConfig config) {
    return new StorageOptions.Owner(
        config.name(), config.spec().image(), config.image().id(), config.createdAt());
  }

  /** The container's root writes there too, as the host's user it is (STORAGE-8). */
  private static void giveToRoot(Path directory, IdMaps ids) throws IOException {
    if (!ids.sameAsHost()) {
      try (Directory open = Directory.open(directory)) {
        Directory.setOwner(open.descriptor(), (int) ids.rootUid(), (int) ids.rootGid());
      }
    }
  }

  /** Where others leave files that belong to the container (STORAGE-10). */
  private static void makeArtifacts(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Override
  public Path mount(ContainerConfig config) {
    return roots.mount(config);
  }

  @Override
  public void unmount(ContainerConfig config) {
    roots.unmount(config);
  }

  @Override
  public Path mountForRequest(ContainerConfig config) {
    requireOwnRoot(config);
    return storage.mount(config.id(), MountHolder.REQUEST);
  }

  @Override
  public void unmountForRequest(ContainerConfig config, boolean force) {
    requireOwnRoot(config);
    if (force) {
      storage.unmountForced(config.id());
    } else {
      int unused = storage.unmount(config.id(), MountHolder.REQUEST);
    }
  }

  private static void requireOwnRoot(ContainerConfig config) {
    if (config.spec().root().external()) {
      throw GantryException.of(
              ErrorCode.UNSUPPORTED, "its root is a directory of the host: look at it there")
          .about("container", config.id());
    }
  }

  @Override
  public void discardCheckpoint(ContainerConfig config) {
    CheckpointFiles.of(config).discard();
  }

  @Override
  public int holds(ContainerId id) {
    return storage.holds(id);
  }

  @Override
  public void delete(ContainerId id, boolean withVolumes) {
    volumes.release(id, withVolumes);
    storage.delete(id);
    try {
      RootFilesystem.unmountRemains(
          containers.resolve(id.value()), runContainers.resolve(id.value()));
    } catch (IOException e) {
      throw failure(id, "its mounts cannot be unmounted", e);
    }
    for (Path parent : List.of(containers, runContainers)) {
      try (Directory directory = Directory.open(parent)) {
        TreeRemoval.remove(directory, id.value());
      } catch (IOException e) {
        throw failure(id, "its directories cannot be removed", e);
      }
    }
  }

  @Override
  public Set<ContainerId> known() {
    Set<ContainerId> known = new HashSet<>(storage.known());
    for (Path parent : List.of(containers, runContainers)) {
      try (Stream<Path> directories = Files.list(parent)) {
        directories
            .map(directory -> directory.getFileName().toString())
            .filter(name -> name.matches("[0-9a-f]{64}"))
            .forEach(name -> known.add(new ContainerId(name)));
      } catch (IOException e) {
        throw GantryException.of(ErrorCode.STORAGE, "cannot list " + parent, e);
      }
    }
    return known;
  }

  @Override
  public void cleanOrphans(Set<ContainerId> known) {
    volumes.cleanOrphans(known);
  }

  private static GantryException failure(ContainerId id, String problem, IOException e) {
    return GantryException.of(ErrorCode.STORAGE, problem, e).about("container", id);
  }
}
