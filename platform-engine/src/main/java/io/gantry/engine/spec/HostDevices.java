package io.gantry.engine.spec;

import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.Errno;
import io.gantry.engine.linux.FileStatus;
import io.gantry.engine.linux.FileType;
import io.gantry.engine.linux.SyscallException;
import java.nio.file.Path;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;

/** The device nodes of the host, for privileged containers (OCISPEC-8). */
final class HostDevices {
  private static final Path DEV = Path.of("/dev");

  /** What a container has of its own. */
  private static final Set<String> OWN =
      Set.of(
          "pts", "shm", "fd", "mqueue", "console", "ptmx", "null", "zero", "full", "random",
          "urandom", "tty");

  private final ArrayNode devices;

  private HostDevices(ArrayNode devices) {
    this.devices = devices;
  }

  static void write(ArrayNode devices) {
    try (Directory dev = Directory.open(DEV)) {
      for (String name : dev.list()) {
        if (!OWN.contains(name)) {
          new HostDevices(devices).add(dev, name, DEV.resolve(name));
        }
      }
    } catch (SyscallException e) {
      throw GantryException.of(e.code(), "the devices of the host cannot be listed", e);
    }
  }

  private void add(Directory parent, String name, Path path) throws SyscallException {
    try {
      FileStatus status = parent.status(name);
      if (status.isDirectory()) {
        addAll(parent, name, path);
      } else if (status.type() == FileType.CHARACTER_DEVICE
          || status.type() == FileType.BLOCK_DEVICE) {
        add(path, status);
      }
    } catch (SyscallException e) {
      // Devices come and go; one that went is not the container's any more.
      if (!e.is(Errno.ENOENT)) {
        throw e;
      }
    }
  }

  private void addAll(Directory parent, String name, Path path) throws SyscallException {
    try (Directory directory = parent.directory(name)) {
      for (String child : directory.list()) {
        add(directory, child, path.resolve(child));
      }
    }
  }

  private void add(Path path, FileStatus status) {
    devices
        .addObject()
        .put("path", path.toString())
        .put("type", status.type() == FileType.BLOCK_DEVICE ? "b" : "c")
        .put("major", status.device().major())
        .put("minor", status.device().minor())
        .put("fileMode", status.permissions())
        .put("uid", status.uid())
        .put("gid", status.gid());
  }
}
