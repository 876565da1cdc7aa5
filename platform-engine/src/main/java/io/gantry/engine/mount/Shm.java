package io.gantry.engine.mount;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.NamespaceSpec.IpcMode;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.IdMaps;
import io.gantry.engine.linux.MountFlags;
import io.gantry.engine.linux.Mounts;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.selinux.ContainerLabels;
import io.gantry.engine.selinux.FileLabels;
import io.gantry.engine.state.ContainerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * A container's shared memory: a tmpfs in its bundle that is mounted at {@code /dev/shm} (MOUNT-2,
 * STORAGE-19). With the host's IPC it is the host's.
 */
final class Shm {
  static final String DESTINATION = "/dev/shm";

  private static final Path OF_HOST = Path.of("/dev/shm");
  private static final long DEFAULT_BYTES = 64L << 20;
  private static final long FLAGS =
      MountFlags.MS_NOEXEC | MountFlags.MS_NOSUID | MountFlags.MS_NODEV;

  private Shm() {}

  /** What is mounted at its place; empty if the user mounts something there or wants none. */
  static Optional<Path> source(ContainerConfig config) {
    if (isMountedByUser(config.spec())) {
      return Optional.empty();
    }
    if (config.spec().namespaces().ipcMode() == IpcMode.NONE) {
      return Optional.empty();
    }
    ContainerId owner = config.sharing().ipc();
    return Optional.of(
        config.spec().security().hostIpc()
            ? OF_HOST
            : (owner == null ? config.staticDir() : config.staticDirOf(owner)).resolve("shm"));
  }

  /** Mounts the tmpfs unless it is mounted or not needed. */
  static void mount(ContainerConfig config, IdMaps ids) {
    Optional<Path> source = source(config).filter(path -> path.startsWith(config.staticDir()));
    if (source.isEmpty()) {
      return;
    }
    Path directory = source.get();
    try {
      if (!Mounts.isMountPoint(directory)) {
        Files.createDirectories(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        String options =
            "mode=1777,size=%d,uid=%d,gid=%d"
                .formatted(bytes(config.spec()), ids.rootUid(), ids.rootGid());
        try (Directory own = Directory.open(directory)) { // no link, which would be mounted over
          Mounts.tmpfs(own.descriptor().path(), FLAGS, options + label(config));
        }
      }
    } catch (SyscallException e) {
      throw failure("mounted", config, e.code(), e);
    } catch (IOException e) {
      throw failure("made", config, ErrorCode.STORAGE, e);
    }
  }

  private static String label(ContainerConfig config) {
    String label = ContainerLabels.of(config).mount();
    return FileLabels.ofHost().writes(label) ? "," + FileLabels.mountOption(label) : "";
  }

  /** Unmounts it; not mounted or never made is success (UNMOUNT-4). */
  static void unmount(ContainerConfig config) {
    try {
      Mounts.unmountPatiently(config.staticDir().resolve("shm"));
    } catch (SyscallException e) {
      throw failure("unmounted", config, e.code(), e);
    }
  }

  private static boolean isMountedByUser(ContainerSpec spec) {
    return spec.mounts().stream()
        .anyMatch(mount -> Path.of(mount.destination()).normalize().equals(OF_HOST));
  }

  private static long bytes(ContainerSpec spec) {
    Long asked = spec.resources().shmSizeBytes();
    if (asked == null) {
      return DEFAULT_BYTES;
    }
    if (asked <= 0) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT, "resources.shmSizeBytes is greater than 0");
    }
    return asked;
  }

  private static GantryException failure(
      String what, ContainerConfig config, ErrorCode code, IOException cause) {
    return GantryException.of(code, "its shared memory cannot be " + what, cause)
        .about("container", config.id());
  }
}
