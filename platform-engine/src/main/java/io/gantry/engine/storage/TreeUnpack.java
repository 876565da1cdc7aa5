package io.gantry.engine.storage;

import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Directory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Unpacks an archive that is no layer: nothing in it means that something is deleted, and nobody
 * puts it together again.
 */
public final class TreeUnpack {
  /** The directory in the staging one that is whole afterwards. */
  public static final String TREE = LayerDirectory.TREE;

  private TreeUnpack() {}

  /**
   * Unpacks it; nothing is synced. After a failure the staging directory is worth nothing.
   *
   * @param staging an empty directory
   * @param compressed plain, gzip or zstd; it stays the caller's
   * @return what it was: digest, bytes of the files, bytes of the archive
   * @throws GantryException IMAGE_INVALID if the archive is malformed, hostile or too large,
   *     NO_SPACE, STORAGE
   */
  public static Layer unpack(Directory staging, InputStream compressed, LayerLimits limits) {
    try {
      staging.makeDirectory(TREE, 0755);
      staging.makeDirectory(LayerDirectory.REPLACED, 0700);
      try (Directory root = staging.directory(TREE);
          Directory aside = staging.directory(LayerDirectory.REPLACED);
          LayerRecord.Writer digest = new LayerRecord.Writer(OutputStream.nullOutputStream());
          LayerTree tree = new LayerTree(root, new Replaced(aside))) {
        InputStream plain = Compression.decompress(new LimitedStream(compressed, limits));
        return new LayerUnpack(
                new LimitedStream(plain, limits), digest, tree, limits, LayerUnpack.Marks.NONE)
            .run();
      }
    } catch (IOException e) {
      throw InvalidArchive.storage("an archive cannot be unpacked", e);
    }
  }
}
