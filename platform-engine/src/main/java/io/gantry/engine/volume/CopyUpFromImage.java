package io.gantry.engine.volume;

import io.gantry.api.container.MountSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.SafePath;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.state.VolumeRecord;
import io.gantry.engine.volume.VolumeTable.CopyUp;
import io.gantry.engine.volume.origin.ImageDirectory;
import io.gantry.engine.volume.origin.Origin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Fills an empty volume with what the image has at its destination (VOLUME-3 to VOLUME-12). The
 * intent is stored first: a copy that was cut off is begun anew by the next mount, on an emptied
 * volume.
 */
final class CopyUpFromImage {
  private static final String NO_COPY = "nocopy";

  private final VolumeParts parts;

  CopyUpFromImage(VolumeParts parts) {
    this.parts = parts;
  }

  /** Whether a mount is not to fill its volume; what it shows of it may be no more than a part. */
  static boolean isForbidden(@Nullable MountSpec mount) {
    return mount != null && (mount.options().contains(NO_COPY) || Subpath.of(mount).isPresent());
  }

  /**
   * Copies if that is due; the caller holds the volume's lock.
   *
   * @param origin made when there is something to copy
   */
  void run(VolumeRecord volume, Path root, String destination, Supplier<Origin> origin) {
    CopyUp state = parts.table().copyUp(volume);
    if (state == CopyUp.DONE) {
      return;
    }
    if (state == CopyUp.COPYING) {
      parts.directories().empty(volume);
    }
    try (SafePath path = SafePath.root(root);
        Directory data = Directory.open(volume.data())) {
      if (!data.list().isEmpty()) {
        return; // somebody's data must not be mixed with the image's (VOLUME-7)
      }
      Optional<Directory> source = ImageDirectory.find(path, destination);
      if (source.isPresent()) {
        try (Directory from = source.get()) {
          if (!from.list().isEmpty()) {
            parts.table().copyUp(volume, CopyUp.COPYING);
            copy(from, volume, data);
            parts.origins().save(volume, origin.get());
            parts.table().copyUp(volume, CopyUp.DONE);
          }
        }
      }
    } catch (IOException e) {
      throw failure(volume, destination, e);
    }
  }

  private static void copy(Directory from, VolumeRecord volume, Directory data) throws IOException {
    TreeCopy.copy(from, volume.data());
    data.syncFileSystem();
  }

  private static GantryException failure(VolumeRecord volume, String destination, IOException e) {
    ErrorCode code = e instanceof SyscallException failed ? failed.code() : ErrorCode.STORAGE;
    return GantryException.of(
            code, "it cannot be filled from %s of the image".formatted(destination), e)
        .about("volume", volume.name());
  }
}
