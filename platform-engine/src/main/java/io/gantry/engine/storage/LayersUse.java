package io.gantry.engine.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Mounts something over layers. */
@FunctionalInterface
public interface LayersUse {
  /**
   * Does it; afterwards the directories may be gone, the mount stays.
   *
   * @param lower the uppermost first
   */
  void mount(List<Path> lower) throws IOException;
}
