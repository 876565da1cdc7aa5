package io.gantry.engine.volume;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.selinux.ContainerLabels;
import io.gantry.engine.selinux.FileLabels;
import io.gantry.engine.state.VolumeRecord;
import io.gantry.engine.storage.Layer;
import io.gantry.engine.storage.LayerLimits;
import io.gantry.engine.storage.TreeArchive;
import io.gantry.engine.storage.TreeUnpack;
import io.gantry.engine.volume.VolumeTable.CopyUp;
import io.gantry.engine.volume.origin.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/** Volumes as tar archives. Neither way holds a lock while bytes flow. */
final class VolumeArchives {
  private final VolumeParts parts;
  private final NewVolumes fresh;

  VolumeArchives(VolumeParts parts, NewVolumes fresh) {
    this.parts = parts;
    this.fresh = fresh;
  }

  /** Writes what a volume holds, with what is mounted for it. */
  void write(VolumeRecord volume, OutputStream archive) {
    begin(volume);
    parts
        .transfers()
        .finish(
            volume,
            () -> {
              ContainerId reader = new ContainerId(fresh.randomId()); // as a container would
              parts.locks().run(volume, () -> parts.mounter().mount(volume, reader));
              try {
                writeTree(volume, archive);
              } finally {
                parts.locks().run(volume, () -> parts.mounter().unmount(volume, reader));
              }
              return volume;
            });
  }

  private static void writeTree(VolumeRecord volume, OutputStream archive) {
    try (Directory data = Directory.open(volume.data())) {
      new TreeArchive(archive).write(data);
    } catch (IOException e) {
      throw failure("exported", volume, e);
    }
  }

  /** Fills an empty volume that no container has; it is whole or as it was before. */
  void read(VolumeRecord volume, InputStream archive, LayerLimits limits) {
    if (parts.uses().options(volume).needsMount()) {
      throw GantryException.of(
              ErrorCode.UNSUPPORTED,
              "what is mounted for it lies elsewhere: unpack the archive there, or in a container")
          .about("volume", volume.name());
    }
    begin(volume);
    parts
        .transfers()
        .finish(
            volume,
            () -> {
              requireUnused(volume);
              Path staging = parts.directories().stage(volume);
              try {
                Layer unpacked = unpack(volume, staging, archive, limits);
                parts.locks().run(volume, () -> replace(volume, staging, unpacked));
              } finally {
                parts.directories().removeStaged(staging);
              }
              return volume;
            });
  }

  /** Fills a new volume whose only user is a container that is not there yet. */
  void fill(VolumeRecord volume, InputStream archive) {
    Path staging = parts.directories().stage(volume);
    try {
      Layer unpacked = unpack(volume, staging, archive, LayerLimits.DEFAULT);
      parts.locks().run(volume, () -> put(volume, staging, unpacked));
    } finally {
      parts.directories().removeStaged(staging);
    }
  }

  /** From here on it is not removed; what a crash left half copied is no content. */
  private void begin(VolumeRecord volume) {
    parts
        .locks()
        .run(
            volume,
            () -> {
              if (parts.table().find(volume.tenant(), volume.name()).isEmpty()) {
                throw GantryException.of(
                        ErrorCode.VOLUME_REMOVED, "it was removed meanwhile: create it again")
                    .about("volume", volume.name());
              }
              if (parts.table().copyUp(volume) == CopyUp.COPYING) {
                throw GantryException.of(
                        ErrorCode.CONFLICT,
                        "it was filled by half when the node failed: start a container that uses"
                            + " it")
                    .about("volume", volume.name());
              }
              parts.transfers().begin(volume);
            });
  }

  private static Layer unpack(
      VolumeRecord volume, Path staging, InputStream archive, LayerLimits limits) {
    try (Directory directory = Directory.open(staging)) {
      Layer unpacked = TreeUnpack.unpack(directory, archive, limits);
      FileLabels.ofHost().setTree(directory, TreeUnpack.TREE, ContainerLabels.shared());
      return unpacked;
    } catch (SyscallException e) {
      throw failure("imported", volume, e);
    } catch (GantryException e) {
      throw e.code() == ErrorCode.IMAGE_INVALID
          ? GantryException.of(ErrorCode.INVALID_ARGUMENT, String.valueOf(e.getMessage()), e)
              .about("volume", volume.name())
          : e;
    }
  }

  /**
   * Who claims the volume from now on waits for its lock before anything is mounted from it, and
   * finds the new directory.
   */
  private void replace(VolumeRecord volume, Path staging, Layer unpacked) {
    requireUnused(volume);
    put(volume, staging, unpacked);
  }

  private void put(VolumeRecord volume, Path staging, Layer unpacked) {
    parts.directories().replaceEmpty(volume, staging, TreeUnpack.TREE);
    parts.table().imported(volume);
    parts
        .origins()
        .save(
            volume,
            new Origin.Archive(unpacked.diffId(), unpacked.sizeBytes(), fresh.clock().instant()));
  }

  private void requireUnused(VolumeRecord volume) {
    List<VolumeUser> users = parts.claims().users(volume);
    if (!users.isEmpty()) {
      throw GantryException.of(
              ErrorCode.VOLUME_IN_USE,
              "containers use it, %s among them: import into a new volume"
                  .formatted(users.getFirst().container().shortId()))
          .about("volume", volume.name());
    }
  }

  private static GantryException failure(String what, VolumeRecord volume, IOException cause) {
    ErrorCode code = cause instanceof SyscallException failed ? failed.code() : ErrorCode.STORAGE;
    return GantryException.of(code, "it cannot be " + what, cause).about("volume", volume.name());
  }
}
