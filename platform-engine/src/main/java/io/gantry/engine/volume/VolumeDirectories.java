package io.gantry.engine.volume;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.Errno;
import io.gantry.engine.linux.Mounts;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.linux.TreeRemoval;
import io.gantry.engine.selinux.ContainerLabels;
import io.gantry.engine.selinux.FileLabels;
import io.gantry.engine.state.VolumeRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where volumes lie: {@code volumes/<tenant>/<generated id>/_data} (VOLUME-18). */
final class VolumeDirectories {
  private static final String DATA = "_data";
  private static final String STAGING = ".import-";

  private final Path volumes;

  VolumeDirectories(Path home) {
    this.volumes = home.resolve("volumes");
  }

  static Path data(Path home, TenantId tenant, String id) {
    return home.resolve("volumes").resolve(tenant.value()).resolve(id).resolve(DATA);
  }

  /** Makes a volume's directories if they are missing. */
  void make(VolumeRecord volume) {
    try {
      Path own = parent(volume);
      Files.createDirectories(own);
      Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwx------"));
      if (!Files.isDirectory(volume.data())) {
        Files.createDirectory(volume.data());
        Files.setPosixFilePermissions(volume.data(), PosixFilePermissions.fromString("rwxr-xr-x"));
        FileLabels.ofHost().set(volume.data(), ContainerLabels.shared());
      }
    } catch (IOException e) {
      throw failure("made", volume, e);
    }
  }

  /** Removes all of a volume; what is gone is success. */
  void remove(VolumeRecord volume) {
    Path own = parent(volume);
    remove(own.resolveSibling(""), own.getFileName().toString());
  }

  /** Empties the data directory, which stays the same one for whoever has it mounted. */
  void empty(VolumeRecord volume) {
    try (Directory data = Directory.open(volume.data())) {
      for (String name : data.list()) {
        TreeRemoval.remove(data, name);
      }
    } catch (SyscallException e) {
      throw failure("emptied", volume, e);
    }
  }

  /** Makes a directory beside the data, on the same file system, for what is not whole yet. */
  Path stage(VolumeRecord volume) {
    Path staging = parent(volume).resolve(STAGING + UUID.randomUUID());
    try {
      return Files.createDirectory(
          staging,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw failure("prepared", volume, e);
    }
  }

  /**
   * Puts a whole directory in the place of the data, durably, in one step of the file system.
   *
   * @param name of the directory in the staging one
   * @throws GantryException CONFLICT if the volume holds something
   */
  void replaceEmpty(VolumeRecord volume, Path staging, String name) {
    try (Directory from = Directory.open(staging);
        Directory own = Directory.open(parent(volume))) {
      from.syncFileSystem();
      from.rename(name, own, DATA);
      own.descriptor().sync();
    } catch (SyscallException e) {
      if (e.is(Errno.ENOTEMPTY) || e.is(Errno.EEXIST)) {
        throw GantryException.of(
                ErrorCode.CONFLICT, "it holds data, which would be lost: make a new volume")
            .about("volume", volume.name());
      }
      throw failure("replaced", volume, e);
    }
  }

  /** Removes what was staged; what is gone is success. */
  void removeStaged(Path staging) {
    remove(staging.resolveSibling(""), String.valueOf(staging.getFileName()));
  }

  /** Removes what belongs to none of these volumes, and what was staged when its engine died. */
  void removeUnknown(List<VolumeRecord> volumes) {
    Set<Path> known = volumes.stream().map(VolumeDirectories::parent).collect(Collectors.toSet());
    for (Path own : ofAllVolumes()) {
      if (!known.contains(own)) {
        remove(own.resolveSibling(""), own.getFileName().toString());
      }
    }
    volumes.forEach(VolumeDirectories::removeStaged);
  }

  private Set<Path> ofAllVolumes() {
    if (!Files.isDirectory(volumes)) {
      return Set.of();
    }
    try (Stream<Path> found = Files.find(volumes, 2, (path, file) -> file.isDirectory())) {
      return found
          .filter(own -> volumes.relativize(own).getNameCount() == 2)
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw GantryException.of(ErrorCode.STORAGE, "the volumes cannot be listed", e);
    }
  }

  private static void removeStaged(VolumeRecord volume) {
    if (!Files.isDirectory(parent(volume))) {
      return;
    }
    try (Directory own = Directory.open(parent(volume))) {
      for (String name : own.list()) {
        if (name.startsWith(STAGING)) {
          TreeRemoval.remove(own, name);
        }
      }
    } catch (SyscallException e) {
      throw failure("cleaned", volume, e);
    }
  }

  private static void remove(Path parent, String name) {
    if (!Files.isDirectory(parent)) {
      return;
    }
    try (Directory directory = Directory.open(parent)) {
      // What a crash left mounted there is not the volume's to remove.
      boolean unused = Mounts.unmountPatiently(parent.resolve(name).resolve(DATA));
      TreeRemoval.remove(directory, name);
    } catch (SyscallException e) {
      throw GantryException.of(e.code(), "volume directory " + name + " cannot be removed", e);
    }
  }

  private static Path parent(VolumeRecord volume) {
    return volume.data().resolveSibling("");
  }

  private static GantryException failure(String what, VolumeRecord volume, IOException cause) {
    ErrorCode code = cause instanceof SyscallException failed ? failed.code() : ErrorCode.STORAGE;
    return GantryException.of(code, "its directory cannot be " + what, cause)
        .about("volume", volume.name());
  }
}
