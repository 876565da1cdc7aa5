package io.gantry.engine.storage;

import io.gantry.api.image.Digest;
import io.gantry.engine.linux.Errno;
import io.gantry.engine.linux.MountFlags;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.selinux.FileLabels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mounts a container's layers over each other, with its own ids: by mounts that show the layers so,
 * or, where kernel or file system cannot, by giving every file to its owner once.
 */
final class LayerMount {
  private static final Logger LOG = LoggerFactory.getLogger(LayerMount.class);
  private static final Set<Errno> CANNOT =
      Set.of(Errno.EINVAL, Errno.EPERM, Errno.ENOSYS, Errno.ENOENT, Errno.EOPNOTSUPP);

  private final LayerStore layers;
  private final IdMapping mapping;

  /**
   * @param mapping shows layers with other ids, or fails where that cannot be
   */
  LayerMount(LayerStore layers, IdMapping mapping) {
    this.layers = layers;
    this.mapping = mapping;
  }

  /** The uppermost first. */
  List<Path> trees(List<Digest> diffIds) {
    return diffIds.reversed().stream().map(layers::tree).toList();
  }

  void mount(StoragePlace place, Path merged) throws IOException {
    StorageOptions options = place.options();
    if (options.volatileLayer()) {
      VolatileLayer.prepare(place);
    }
    List<Path> lower = new ArrayList<>(trees(options.layers()));
    if (lower.isEmpty()) {
      lower.add(place.nothing()); // overlay wants at least one
    }
    ShiftedLayer shifted = new ShiftedLayer(place);
    if (options.ids().sameAsHost() || shifted.complete()) {
      mount(options, place, merged, lower);
    } else if (!mapped(place, lower, shown -> mount(options, place, merged, shown))) {
      shifted.begin();
      mount(options, place, merged, lower);
      shifted.finish(merged, options.ids());
    }
  }

  /** Mounts something else over layers: with the container's ids where the host can. */
  void mountOver(StoragePlace place, List<Path> lower, LayersUse use) throws IOException {
    if (place.options().ids().sameAsHost() || !mapped(place, lower, use)) {
      use.mount(lower);
    }
  }

  private boolean mapped(StoragePlace place, List<Path> lower, LayersUse use) throws IOException {
    try (MappedLayers mapped = new MappedLayers(place.mapped(), mapping)) {
      use.mount(mapped.show(lower, place.options().ids()));
      return true;
    } catch (SyscallException e) {
      if (CANNOT.stream().noneMatch(e::is)) {
        throw e;
      }
      LOG.atInfo()
          .addKeyValue("layer", place.own())
          .setCause(e)
          .log("this host cannot show layers with other ids");
      return false;
    }
  }

  private static void mount(
      StorageOptions options, StoragePlace place, Path merged, List<Path> lower)
      throws SyscallException {
    long flags = options.devices() ? 0 : MountFlags.MS_NODEV;
    new OverlayMount(lower, place.upper(), place.work()).mount(merged, flags, further(options));
  }

  /** A label means something only where the kernel has SELinux (LABELS-3). */
  private static List<String> further(StorageOptions options) {
    List<String> further = new ArrayList<>();
    if (options.volatileLayer()) {
      further.add("volatile");
    }
    String label = Objects.requireNonNullElse(options.mountLabel(), "");
    if (FileLabels.ofHost().writes(label)) {
      further.add(FileLabels.mountOption(label));
    }
    return further;
  }
}
