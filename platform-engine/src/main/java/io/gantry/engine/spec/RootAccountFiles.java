package io.gantry.engine.spec;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Errno;
import io.gantry.engine.linux.SafePath;
import io.gantry.engine.linux.SyscallException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The account files of a mounted root. The image decides what is there, so only regular files of a
 * bounded size are read, and nothing is opened that could block.
 */
final class RootAccountFiles implements AccountFiles {
  static final int MAXIMUM_BYTES = 4 << 20;

  private final SafePath root;

  RootAccountFiles(SafePath root) {
    this.root = root;
  }

  @Override
  public List<String> lines(String path) {
    try {
      byte[] content = root.readRegularFile(path, MAXIMUM_BYTES);
      return new String(content, StandardCharsets.UTF_8).lines().toList();
    } catch (SyscallException e) {
      if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR)) {
        return List.of();
      }
      throw GantryException.of(
          ErrorCode.IMAGE_INVALID,
          "%s of the image cannot be read: it must be a regular file of at most %d bytes"
              .formatted(path, MAXIMUM_BYTES),
          e);
    }
  }
}
