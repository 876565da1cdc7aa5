package io.gantry.engine.storage;

import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.linux.TreeRemoval;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

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

  /**
   * Adds what an archive holds to a directory that is there; what both have is the archive's then.
   *
   * @param scratch a directory on the same file system, for what is replaced
   * @param tar uncompressed; it stays the caller's
   * @throws GantryException as the other one
   */
  public static void into(Path directory, Path scratch, InputStream tar) {
    into(directory, scratch, List.of(), tar);
  }

  /** The same in an upper directory of an overlay, hiding these paths of what lies below first. */
  static void into(Path directory, Path scratch, List<String> deleted, InputStream tar) {
    try (Directory root = Directory.open(directory);
        Directory parent = Directory.open(scratch)) {
      String name = ".replaced-" + UUID.randomUUID();
      parent.makeDirectory(name, 0700);
      try (Directory aside = parent.directory(name);
          LayerTree tree = new LayerTree(root, new Replaced(aside))) {
        hide(tree, deleted);
        add(tree, tar);
      } finally {
        TreeRemoval.remove(parent, name);
      }
    } catch (IOException e) {
      throw InvalidArchive.storage("an archive cannot be unpacked", e);
    }
  }

  private static void add(LayerTree tree, InputStream tar) throws IOException {
    LayerLimits limits = LayerLimits.DEFAULT;
    try (LayerRecord.Writer nobody = new LayerRecord.Writer(OutputStream.nullOutputStream())) {
      InputStream bounded = new LimitedStream(tar, limits);
      Layer unused = new LayerUnpack(bounded, nobody, tree, limits, LayerUnpack.Marks.NONE).run();
    }
  }

  private static void hide(LayerTree tree, List<String> deleted) {
    for (String path : deleted) {
      EntryName name = EntryName.of(path, LayerLimits.DEFAULT.maxDepth());
      if (name.isRoot()) {
        throw InvalidArchive.because("it deletes its root");
      }
      try {
        tree.whiteout(name);
      } catch (SyscallException e) {
        throw InvalidArchive.at(name.toString(), e);
      }
    }
  }
}
