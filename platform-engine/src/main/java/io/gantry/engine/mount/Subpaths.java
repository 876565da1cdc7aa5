package io.gantry.engine.mount;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Descriptor;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.Errno;
import io.gantry.engine.linux.FileStatus;
import io.gantry.engine.linux.Mounts;
import io.gantry.engine.linux.OpenFlags;
import io.gantry.engine.linux.SafePath;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.volume.Subpath;
import io.gantry.engine.volume.VolumeMount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Parts of volumes. What a subpath leads to is found inside the volume by the kernel and mounted in
 * the bundle by its descriptor, so nothing a container has put into the volume, or changes
 * meanwhile, leads the runtime elsewhere.
 */
final class Subpaths {
  private Subpaths() {}

  /**
   * Mounts them; one that is mounted stays.
   *
   * @param named where the container's volumes are
   * @throws GantryException INVALID_ARGUMENT for a subpath that leads to no directory or file
   */
  static void mount(ContainerConfig config, List<VolumeMount> named) {
    for (VolumeMount volume : named) {
      Optional<String> subpath = Subpath.of(volume.options().stream());
      if (subpath.isPresent()) {
        mount(config, volume, subpath.get());
      }
    }
  }

  private static void mount(ContainerConfig config, VolumeMount volume, String subpath) {
    try (SafePath root = SafePath.root(volume.source());
        Descriptor part = root.open(subpath, OpenFlags.O_PATH, 0)) {
      BundleMounts parts = in(config.staticDir());
      if (!parts.isMounted(volume.destination())) {
        boolean directory = isDirectory(Directory.status(part), volume);
        Mounts.bind(part.path(), parts.make(volume.destination(), directory));
      }
    } catch (SyscallException e) {
      if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP)) {
        throw invalid(volume, "it holds no such path", e);
      }
      throw failure(volume, e.code(), e);
    } catch (IOException e) {
      throw failure(volume, ErrorCode.STORAGE, e);
    }
  }

  private static boolean isDirectory(FileStatus part, VolumeMount volume) {
    if (!part.isDirectory() && !part.isRegularFile()) {
      throw invalid(volume, "it is no directory and no file", null);
    }
    return part.isDirectory();
  }

  /** The volumes as they are mounted: parts in the place of what they are parts of. */
  static List<VolumeMount> sources(ContainerConfig config, List<VolumeMount> named) {
    List<VolumeMount> sources = new ArrayList<>();
    for (VolumeMount volume : named) {
      boolean part = Subpath.of(volume.options().stream()).isPresent();
      sources.add(
          part
              ? new VolumeMount(
                  in(config.staticDir()).place(volume.destination()),
                  volume.destination(),
                  volume.readOnly(),
                  volume.options())
              : volume);
    }
    return sources;
  }

  /** Unmounts all there are in the bundle. */
  static void unmount(Path bundle) throws IOException {
    in(bundle).unmount();
  }

  private static BundleMounts in(Path bundle) {
    return new BundleMounts(bundle.resolve("subpaths"));
  }

  private static GantryException invalid(
      VolumeMount volume, String reason, @Nullable IOException cause) {
    String problem =
        "the subpath of the volume at %s cannot be mounted, %s: make it first, or mount the whole"
            .formatted(volume.destination(), reason);
    return cause == null
        ? GantryException.of(ErrorCode.INVALID_ARGUMENT, problem)
        : GantryException.of(ErrorCode.INVALID_ARGUMENT, problem, cause);
  }

  private static GantryException failure(VolumeMount volume, ErrorCode code, IOException cause) {
    return GantryException.of(
        code,
        "the subpath of the volume at %s cannot be mounted".formatted(volume.destination()),
        cause);
  }
}
