package io.gantry.engine.exec;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.Errno;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.linux.TreeRemoval;
import io.gantry.engine.runtime.MonitorFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * The directory of one session in the container's bundle (EXEC-4). It is made before anything runs,
 * so a session that outlived the engine is found by it.
 */
record SessionDirectory(MonitorFiles container, String session) {
  private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rwxr-xr-x");
  private static final Pattern SESSION = Pattern.compile("[0-9a-f]{64}");

  /** Sessions of the container that have not been removed. */
  static List<SessionDirectory> list(MonitorFiles container) throws SyscallException {
    try (Directory bundle = Directory.open(container.bundle())) {
      return bundle.list().stream()
          .filter(name -> SESSION.matcher(name).matches())
          .map(name -> new SessionDirectory(container, name))
          .toList();
    }
  }

  /** The session's files; its exit file is named by the container's id. */
  MonitorFiles files() {
    return new MonitorFiles(container.id(), path(), path(), path().resolve("exit"));
  }

  Path process() {
    return path().resolve("process.json");
  }

  /** Makes the directory with the description of the process, which may hold secrets. */
  void create(ObjectNode process) {
    try {
      for (Path made : List.of(path(), files().exitDir())) {
        Files.createDirectory(made);
        Files.setPosixFilePermissions(made, MODE); // whatever the mask takes away
      }
      Files.createFile(
          process(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(process(), process.toString());
    } catch (IOException e) {
      throw failure("make", e);
    }
  }

  /** Deletes the description of the process, which the runtime has read. */
  void forgetProcess() {
    try {
      Files.deleteIfExists(process());
    } catch (IOException e) {
      throw failure("clean", e);
    }
  }

  /** Removes the directory; one that is gone is success. */
  void remove() {
    try (Directory bundle = Directory.open(container.bundle())) {
      TreeRemoval.remove(bundle, session);
    } catch (SyscallException e) {
      if (e.errno() != Errno.ENOENT) {
        throw failure("remove", e);
      }
    }
  }

  private Path path() {
    return container.bundle().resolve(session);
  }

  private GantryException failure(String action, IOException cause) {
    ErrorCode code =
        cause instanceof SyscallException syscall ? syscall.code() : ErrorCode.INTERNAL;
    return GantryException.of(
            code,
            "cannot %s the session's directory: %s".formatted(action, cause.getMessage()),
            cause)
        .about("exec", session);
  }
}
