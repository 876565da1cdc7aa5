package io.gantry.engine.mount;

import io.gantry.api.container.MountSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.IdMaps;
import io.gantry.engine.linux.MountFlags;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.selinux.ContainerLabels;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.storage.ContainerStorage;
import io.gantry.engine.storage.LayersUse;
import io.gantry.engine.storage.OverlayMount;
import io.gantry.engine.volume.VolumeMount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mounts whose source stays as it is while the container writes: images at a path, and sources that
 * are mounted with {@code O} (USERVOLUMES-5). Each is an overlay in the bundle, made anew for every
 * run.
 */
final class OverlayVolumes {
  private static final Logger LOG = LoggerFactory.getLogger(OverlayVolumes.class);
  private static final String OVERLAY = "O";
  private static final String UPPER = "upperdir=";
  private static final String WORK = "workdir=";

  private final ContainerStorage storage;

  OverlayVolumes(ContainerStorage storage) {
    this.storage = storage;
  }

  static boolean isOverlay(MountSpec mount) {
    return mount.kind() == MountSpec.Kind.IMAGE || mount.options().contains(OVERLAY);
  }

  /**
   * Mounts them.
   *
   * @param named where the container's named volumes are
   */
  void mount(ContainerConfig config, List<VolumeMount> named, IdMaps ids) {
    for (MountSpec mount : config.spec().mounts()) {
      if (isOverlay(mount)) {
        try {
          mount(config, mount, named, ids);
        } catch (IOException e) {
          throw failure(config, mount, e);
        }
      }
    }
  }

  private void mount(ContainerConfig config, MountSpec mount, List<VolumeMount> named, IdMaps ids)
      throws IOException {
    LayersUse overlay = lower -> overlay(config, mount, ids, lower);
    switch (mount.kind()) {
      case IMAGE -> storage.mountVolume(config.id(), normal(mount.destination()), overlay);
      case BIND -> overlay.mount(List.of(Path.of(String.valueOf(mount.source()))));
      case VOLUME -> overlay.mount(source(mount, named));
      case TMPFS -> {
        // Nothing lies below it, and what is written is gone with the run anyway.
      }
    }
  }

  private static void overlay(ContainerConfig config, MountSpec mount, IdMaps ids, List<Path> lower)
      throws IOException {
    OverlayStructure structure = structure(config, mount.destination());
    Path upper = given(mount, UPPER).orElse(structure.upper());
    Path work = given(mount, WORK).orElse(structure.work());
    long flags = MountFlags.MS_NODEV | (mount.readOnly() ? MountFlags.MS_RDONLY : 0);
    String label = ContainerLabels.of(config).mount();
    structure.mount(new OverlayMount(real(lower), upper, work), flags, ids, label);
  }

  private static List<Path> source(MountSpec mount, List<VolumeMount> named) {
    return named.stream()
        .filter(volume -> normal(volume.destination()).equals(normal(mount.destination())))
        .map(VolumeMount::source)
        .toList();
  }

  /** A user's path may be a link, which overlay is not to be given. */
  private static List<Path> real(List<Path> directories) throws IOException {
    List<Path> real = new ArrayList<>();
    for (Path directory : directories) {
      real.add(directory.toRealPath());
    }
    return real;
  }

  private static Optional<Path> given(MountSpec mount, String option) {
    return mount.options().stream()
        .filter(asked -> asked.startsWith(option))
        .map(asked -> Path.of(asked.substring(option.length())))
        .findFirst();
  }

  /** All sources for the runtime spec: overlays in the place of what they lie over. */
  static List<VolumeMount> sources(ContainerConfig config, List<VolumeMount> named) {
    List<VolumeMount> sources = new ArrayList<>(named);
    for (MountSpec mount : config.spec().mounts()) {
      if (isOverlay(mount)) {
        String destination = normal(mount.destination());
        sources.removeIf(volume -> normal(volume.destination()).equals(destination));
        Path merged = structure(config, mount.destination()).merged();
        sources.add(new VolumeMount(merged, destination, mount.readOnly(), mount.options()));
      }
    }
    return sources;
  }

  /**
   * Unmounts and empties all there are in the bundle (UNMOUNT-5). A failure does not keep the next
   * one from being unmounted, nor does an image that is gone (CLEANUP-8); the last one is thrown.
   */
  static void unmount(Path bundle) throws IOException {
    Path overlays = directory(bundle);
    IOException last = null;
    for (String name : names(overlays)) {
      try {
        new OverlayStructure(overlays.resolve(name)).remove();
      } catch (IOException e) {
        LOG.atError().addKeyValue("overlay", name).setCause(e).log("overlay volume stays");
        last = e;
      }
    }
    if (last != null) {
      throw last;
    }
  }

  private static List<String> names(Path overlays) {
    try (Directory directory = Directory.open(overlays)) {
      return directory.list();
    } catch (SyscallException e) {
      return List.of(); // the container has none, or its bundle is gone
    }
  }

  private static Path directory(Path bundle) {
    return bundle.resolve("overlay");
  }

  private static OverlayStructure structure(ContainerConfig config, String destination) {
    return new OverlayStructure(
        directory(config.staticDir()).resolve(DestinationDigest.of(destination)));
  }

  private static String normal(String destination) {
    return Path.of("/").resolve(destination).normalize().toString();
  }

  private static GantryException failure(
      ContainerConfig config, MountSpec mount, IOException cause) {
    ErrorCode code = cause instanceof SyscallException failed ? failed.code() : ErrorCode.STORAGE;
    return GantryException.of(
            code, "the overlay at %s cannot be mounted".formatted(mount.destination()), cause)
        .about("container", config.id());
  }
}
