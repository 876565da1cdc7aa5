package io.gantry.engine.storage;

import io.gantry.engine.linux.IdMaps;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Shows directories at other places with the owners a container's ids give their files. */
@FunctionalInterface
interface IdMapping {
  /**
   * Mounts them.
   *
   * @param targets each place with the directory that is shown there
   */
  void show(Map<Path, Path> targets, IdMaps ids) throws IOException;
}
