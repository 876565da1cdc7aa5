package io.gantry.engine.mount;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.Errno;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.linux.TreeRemoval;
import java.nio.file.Path;

/**
 * Files that others leave with a container, until it is removed. A name is a single component
 * (PATHS-7); a file is written once and never changed (RUNDIR-2).
 *
 * @param directory in the container's bundle
 */
public record Artifacts(Path directory) {
  private static final int MAXIMUM_BYTES = 16 << 20;
  private static final int PERMISSIONS = 0600;

  /** Where an artifact of this name is. */
  public Path path(String name) {
    if (name.isEmpty()
        || name.equals(".")
        || name.equals("..")
        || name.indexOf('/') >= 0
        || name.indexOf('\0') >= 0) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT,
          "an artifact's name is no path: it has no '/' and is no dots");
    }
    return directory.resolve(name);
  }

  /**
   * Writes a new one.
   *
   * @throws GantryException CONFLICT if there is one of this name, INVALID_ARGUMENT
   */
  public void write(String name, byte[] content) {
    Path file = path(name);
    try {
      Path unused = BundleFile.write(directory, name, content, PERMISSIONS);
    } catch (SyscallException e) {
      ErrorCode code = e.is(Errno.EEXIST) ? ErrorCode.CONFLICT : e.code();
      throw GantryException.of(code, "artifact %s cannot be written".formatted(file), e);
    }
  }

  /**
   * Reads one.
   *
   * @throws GantryException NOT_FOUND, INVALID_ARGUMENT
   */
  public byte[] read(String name) {
    Path file = path(name);
    try (Directory bundle = Directory.open(directory)) {
      return bundle.readRegularFile(name, MAXIMUM_BYTES);
    } catch (SyscallException e) {
      ErrorCode code = e.is(Errno.ENOENT) ? ErrorCode.NOT_FOUND : e.code();
      throw GantryException.of(code, "artifact %s cannot be read".formatted(file), e);
    }
  }

  /** Removes one; a missing one is success. */
  public void remove(String name) {
    Path file = path(name);
    try (Directory bundle = Directory.open(directory)) {
      TreeRemoval.remove(bundle, name);
    } catch (SyscallException e) {
      throw GantryException.of(e.code(), "artifact %s cannot be removed".formatted(file), e);
    }
  }
}
