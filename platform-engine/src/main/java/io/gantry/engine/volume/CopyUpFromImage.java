package io.gantry.engine.volume;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.Errno;
import io.gantry.engine.linux.SafePath;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.state.VolumeRecord;
import io.gantry.engine.volume.VolumeTable.CopyUp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Fills an empty volume with what the image has at its destination (VOLUME-3 to VOLUME-12). The
 * intent is stored first: a copy that was cut off is begun anew by the next mount, on an emptied
 * volume.
 */
final class CopyUpFromImage {
  private final VolumeTable table;
  private final VolumeDirectories directories;

  CopyUpFromImage(VolumeTable table, VolumeDirectories directories) {
    this.table = table;
    this.directories = directories;
  }

  /** Copies if that is due; the caller holds the volume's lock. */
  void run(VolumeRecord volume, Path root, String destination) {
    CopyUp state = table.copyUp(volume);
    if (state == CopyUp.DONE) {
      return;
    }
    if (state == CopyUp.COPYING) {
      directories.empty(volume);
    }
    try (SafePath path = SafePath.root(root);
        Directory data = Directory.open(volume.data())) {
      if (!data.list().isEmpty()) {
        return; // somebody's data must not be mixed with the image's (VOLUME-7)
      }
      Optional<Directory> source = source(path, destination);
      if (source.isPresent()) {
        try (Directory from = source.get()) {
          copy(volume, from, data);
        }
      }
    } catch (IOException e) {
      throw failure(volume, destination, e);
    }
  }

  private void copy(VolumeRecord volume, Directory from, Directory data) throws IOException {
    if (from.list().isEmpty()) {
      return;
    }
    table.copyUp(volume, CopyUp.COPYING);
    TreeCopy.copy(from, volume.data());
    data.syncFileSystem();
    table.copyUp(volume, CopyUp.DONE);
  }

  /** The image's directory; a link or anything else in its place is nothing (VOLUME-5). */
  static Optional<Directory> source(SafePath root, String destination) throws SyscallException {
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

  private static GantryException failure(VolumeRecord volume, String destination, IOException e) {
    ErrorCode code = e instanceof SyscallException failed ? failed.code() : ErrorCode.STORAGE;
    return GantryException.of(
            code, "it cannot be filled from %s of the image".formatted(destination), e)
        .about("volume", volume.name());
  }
}
