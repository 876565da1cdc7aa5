package io.gantry.engine.spec;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Descriptor;
import io.gantry.engine.linux.Errno;
import io.gantry.engine.linux.FileStatus;
import io.gantry.engine.linux.OpenFlags;
import io.gantry.engine.linux.SafePath;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.state.ContainerConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Lines for a user and group that are known by number only, so that programs find a name for
 * themselves (OCISPEC-18). They go into the container's own files; on a read-only root, or where
 * the image has no such file, or the user mounts one, nothing is written.
 */
public final class AccountEntries {
  private static final int APPEND = OpenFlags.O_WRONLY | OpenFlags.O_APPEND | OpenFlags.O_NONBLOCK;

  private AccountEntries() {}

  /** Adds what is missing; added once, it is found by the next lookup and not added again. */
  public static void add(ContainerConfig config, Path root, ResolvedUser user) {
    ContainerSpec spec = config.spec();
    if (spec.security().readOnlyRoot() || (user.listed() && user.groupListed())) {
      return;
    }
    try (SafePath path = SafePath.root(root)) {
      if (!user.listed() && !isMounted(spec, "/etc/passwd")) {
        String home = WorkingDirectory.of(spec, config.image().config());
        append(path, "/etc/passwd", passwd(user, home));
      }
      if (!user.groupListed() && !isMounted(spec, "/etc/group")) {
        append(path, "/etc/group", "%1$d:x:%1$d:\n".formatted(user.gid()));
      }
    } catch (SyscallException e) {
      throw GantryException.of(e.code(), "the container's user cannot be given a name", e)
          .about("container", config.id());
    }
  }

  /** A colon would end the field, so a home with one is left out. */
  private static String passwd(ResolvedUser user, String home) {
    return "%1$d:*:%1$d:%2$d:container user:%3$s:/bin/sh\n"
        .formatted(user.uid(), user.gid(), home.indexOf(':') < 0 ? home : "/");
  }

  private static void append(SafePath root, String path, String line) throws SyscallException {
    try {
      FileStatus status = root.status(path);
      if (status.isRegularFile()) {
        String separator = endsLine(root, path) ? "" : "\n";
        try (Descriptor file = root.open(path, APPEND, 0)) {
          file.write((separator + line).getBytes(StandardCharsets.UTF_8));
        }
      }
    } catch (SyscallException e) {
      if (!e.is(Errno.ENOENT) && !e.is(Errno.ENOTDIR)) {
        throw e;
      }
    }
  }

  private static boolean endsLine(SafePath root, String path) throws SyscallException {
    byte[] content = root.readRegularFile(path, RootAccountFiles.MAXIMUM_BYTES);
    return content.length == 0 || content[content.length - 1] == '\n';
  }

  private static boolean isMounted(ContainerSpec spec, String file) {
    return spec.mounts().stream()
        .map(mount -> MountDestination.normalize(mount.destination()))
        .anyMatch(mount -> mount.equals(file) || MountDestination.isBelow(file, mount));
  }
}
