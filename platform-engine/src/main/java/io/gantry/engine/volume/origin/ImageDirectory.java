package io.gantry.engine.volume.origin;

import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.Errno;
import io.gantry.engine.linux.SafePath;
import io.gantry.engine.linux.SyscallException;
import java.util.Optional;

/** The directory of an image that fills a volume. */
public final class ImageDirectory {
  private ImageDirectory() {}

  /** Opens it; a link or anything else in its place is nothing (VOLUME-5). */
  public static Optional<Directory> find(SafePath root, String destination)
      throws SyscallException {
    try (Directory parent = root.parent(destination)) {
      String name = SafePath.name(destination);
      return parent.contains(name) && parent.status(name).isDirectory()
          ? Optional.of(parent.directory(name))
          : Optional.empty();
    } catch (SyscallException e) {
      if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP)) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
