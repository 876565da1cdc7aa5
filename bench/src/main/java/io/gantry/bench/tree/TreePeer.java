package io.gantry.bench.tree;

import java.io.Closeable;
import java.nio.file.Path;

/** Something that moves a tree. What it leaves between two calls of a kind is not timed. */
interface TreePeer extends Closeable {
  String name();

  /** Makes an image of the archive of a tree. */
  void importTree(Path archive) throws Exception;

  /** Writes an archive of a container's root to nowhere. */
  void exportTree() throws Exception;

  /** Makes ready a container whose new volume is filled with the tree of its image. */
  void copyUp() throws Exception;

  /** Removes what {@link #importTree} made. */
  void forgetImport() throws Exception;

  /** Removes what {@link #copyUp} made. */
  void forgetCopy() throws Exception;
}
