package io.gantry.engine.volume.origin;

import java.util.List;

/**
 * Some of what is in a tree.
 *
 * @param entries how many files, directories, links and others
 * @param bytes of the files among them
 * @param paths the first hundred, relative to the top
 */
public record Extent(long entries, long bytes, List<String> paths) {
  static final int SHOWN = 100;
  static final Extent NOTHING = new Extent(0, 0, List.of());

  public Extent {
    paths = List.copyOf(paths);
  }
}
