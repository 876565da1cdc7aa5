package io.gantry.engine.storage;

import io.gantry.engine.linux.Descriptor;
import io.gantry.engine.linux.MountFlags;
import io.gantry.engine.linux.Mounts;
import io.gantry.engine.linux.OpenFlags;
import io.gantry.engine.linux.SyscallException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One overlay mount. Lower directories are named by descriptors (the kernel takes one page of
 * options, and a hundred layers by their digests are more), which also leaves no name to be
 * escaped.
 *
 * @param lower the uppermost first
 */
public record OverlayMount(List<Path> lower, Path upper, Path work) {
  /** Features that let a layer say where its content lies are off. */
  private static final String FEATURES = "redirect_dir=nofollow,metacopy=off,index=off";

  private static final int PLACE = OpenFlags.O_PATH | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW;

  public OverlayMount {
    lower = List.copyOf(lower);
  }

  /**
   * Mounts it.
   *
   * @param flags of {@link MountFlags}
   * @param further options of overlay, as {@code volatile}
   */
  public void mount(Path target, long flags, List<String> further) throws SyscallException {
    List<Descriptor> open = new ArrayList<>();
    try {
      for (Path directory : lower) {
        open.add(Descriptor.open(directory, PLACE, 0));
      }
      Descriptor upperPlace = Descriptor.open(upper, PLACE, 0);
      open.add(upperPlace);
      Descriptor workPlace = Descriptor.open(work, PLACE, 0);
      open.add(workPlace);
      String lowerPlaces =
          open.subList(0, lower.size()).stream()
              .map(place -> place.path().toString())
              .collect(Collectors.joining(":"));
      String options =
          "lowerdir=%s,upperdir=%s,workdir=%s,%s"
              .formatted(lowerPlaces, upperPlace.path(), workPlace.path(), FEATURES);
      List<String> all = new ArrayList<>(List.of(options));
      all.addAll(further);
      Mounts.mount(
          ContainerStorage.DRIVER, target, ContainerStorage.DRIVER, flags, String.join(",", all));
    } finally {
      open.forEach(Descriptor::close);
    }
  }
}
