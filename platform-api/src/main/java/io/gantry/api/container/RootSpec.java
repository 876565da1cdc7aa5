package io.gantry.api.container;

import org.jspecify.annotations.Nullable;

/**
 * What a container's root file system is made of.
 *
 * @param path a directory of the host instead of an image, where policy and node allow host paths;
 *     absent is the image
 * @param overlay whether that directory stays as it is: what the container writes is kept apart,
 *     and gone with the container or a reboot of the host
 * @param volatileLayer whether what the container writes to its image's root may be lost in a crash
 *     of the host, which saves waiting for the disk
 */
public record RootSpec(@Nullable String path, boolean overlay, boolean volatileLayer) {
  /** The image, written to durably. */
  public static final RootSpec IMAGE = new RootSpec(null, false, false);

  public RootSpec {
    if (path != null && (!path.startsWith("/") || path.chars().anyMatch(Character::isISOControl))) {
      throw new IllegalArgumentException("root.path is an absolute path of the host");
    }
    if (overlay && path == null) {
      throw new IllegalArgumentException("root.overlay needs root.path");
    }
  }

  /** Whether a directory of the host takes the place of an image. */
  public boolean external() {
    return path != null;
  }
}
