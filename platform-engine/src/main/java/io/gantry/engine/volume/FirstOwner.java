package io.gantry.engine.volume;

import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.FileStatus;
import io.gantry.engine.linux.SafePath;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.state.VolumeRecord;
import io.gantry.engine.volume.origin.ImageDirectory;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whose a volume's top is that was never used (VOLUME-17).
 *
 * @param uid of the host, as gid
 */
record FirstOwner(int uid, int gid) {

  /**
   * Gives it the owner, mode and time of the image's directory, or this user if the image has none.
   */
  void give(VolumeRecord volume, Path root, String destination) {
    try (SafePath path = SafePath.root(root);
        Directory data = Directory.open(volume.data())) {
      Optional<Directory> source = ImageDirectory.find(path, destination);
      if (source.isPresent()) {
        try (Directory image = source.get()) {
          copy(image.status(), data);
        }
      } else {
        Directory.setOwner(data.descriptor(), uid, gid);
      }
    } catch (SyscallException e) {
      throw failure(volume, e);
    }
  }

  /** Gives it this user. */
  void give(VolumeRecord volume) {
    try (Directory data = Directory.open(volume.data())) {
      Directory.setOwner(data.descriptor(), uid, gid);
    } catch (SyscallException e) {
      throw failure(volume, e);
    }
  }

  private static GantryException failure(VolumeRecord volume, SyscallException e) {
    return GantryException.of(e.code(), "it cannot be given to the container's user", e)
        .about("volume", volume.name());
  }

  private static void copy(FileStatus image, Directory data) throws SyscallException {
    Directory.setOwner(data.descriptor(), image.uid(), image.gid());
    Directory.setPermissions(data.descriptor(), image.permissions());
    data.setModified(".", image.modified());
  }
}
