package io.gantry.engine.volume;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Directory;
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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where volumes lie: {@code volumes/<tenant>/<generated id>/_data} (VOLUME-18). */
final class VolumeDirectories {
  private static final String DATA = "_data";

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

  /** Removes directories of volumes that are not known any more. */
  void removeUnknown(Set<Path> known) {
    if (!Files.isDirectory(volumes)) {
      return;
    }
    try (Stream<Path> found = Files.find(volumes, 2, (path, file) -> file.isDirectory())) {
      for (Path own : found.collect(Collectors.toSet())) {
        if (volumes.relativize(own).getNameCount() == 2 && !known.contains(own.resolve(DATA))) {
          remove(own.resolveSibling(""), own.getFileName().toString());
        }
      }
    } catch (IOException e) {
      throw GantryException.of(ErrorCode.STORAGE, "the volumes cannot be listed", e);
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
