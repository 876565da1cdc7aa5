package io.gantry.engine.mount;

import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.FileStatus;
import io.gantry.engine.linux.IdMaps;
import io.gantry.engine.linux.Mounts;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.linux.TreeRemoval;
import io.gantry.engine.selinux.FileLabels;
import io.gantry.engine.storage.OverlayMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * The directories of one overlay that belongs to a container: what is written, what overlay needs
 * for itself, and where both are seen together with what lies below (MOUNT-6).
 *
 * @param directory holds all three
 */
record OverlayStructure(Path directory) {
  private static final String MERGED = "merge";

  Path merged() {
    return directory.resolve(MERGED);
  }

  /**
   * Mounts it over these directories, unless it is mounted.
   *
   * @param layers with this structure's directories for writing, or with others
   * @param label of all files in it, where the host has SELinux
   */
  Path mount(OverlayMount layers, long flags, IdMaps ids, String label) throws IOException {
    make(ids);
    Path target = merged().toRealPath();
    if (!Mounts.isMountPoint(target)) {
      if (layers.upper().equals(upper())) {
        copyAttributes(layers.lower().getFirst());
      }
      boolean labelled = FileLabels.ofHost().writes(label);
      layers.mount(target, flags, labelled ? List.of(FileLabels.mountOption(label)) : List.of());
    }
    return target;
  }

  Path upper() {
    return directory.resolve("upper");
  }

  Path work() {
    return directory.resolve("work");
  }

  private void make(IdMaps ids) throws IOException {
    for (Path made : List.of(directory, upper(), work(), merged())) {
      Files.createDirectories(
          made, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      try (Directory open = Directory.open(made)) {
        Directory.setOwner(open.descriptor(), (int) ids.rootUid(), (int) ids.rootGid());
      }
    }
  }

  /** The top of the mount shows the upper directory's owner and mode. */
  private void copyAttributes(Path top) throws SyscallException {
    try (Directory from = Directory.open(top);
        Directory to = Directory.open(upper())) {
      FileStatus status = from.status();
      Directory.setOwner(to.descriptor(), status.uid(), status.gid());
      Directory.setPermissions(to.descriptor(), status.permissions());
    }
  }

  /** Unmounts it; not mounted or never made is success. */
  void unmount() throws SyscallException {
    boolean unused = Mounts.unmountPatiently(merged());
  }

  /** Unmounts it and removes what was written. */
  void remove() throws IOException {
    unmount();
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null && Files.isDirectory(directory)) {
      try (Directory open = Directory.open(parent)) {
        TreeRemoval.remove(open, directory.getFileName().toString());
      }
    }
  }
}
