package io.gantry.engine.checkpoint;

import java.nio.file.Path;

/**
 * An archive of a checkpoint to write; it appears whole or not at all, readable by its owner only.
 *
 * @param file a path of the node's operator, replaced if it exists
 * @param withRoot whether it holds what the container changed in its root file system
 * @param withVolumes whether it holds what is in its volumes
 */
public record ArchiveTarget(
    Path file, ArchiveCompression compression, boolean withRoot, boolean withVolumes) {

  /** A whole one, compressed as archives are by default. */
  public static ArchiveTarget of(Path file) {
    return new ArchiveTarget(file, ArchiveCompression.ZSTD, true, true);
  }

  /** The same, compressed in another way. */
  public ArchiveTarget compressed(ArchiveCompression other) {
    return new ArchiveTarget(file, other, withRoot, withVolumes);
  }
}
