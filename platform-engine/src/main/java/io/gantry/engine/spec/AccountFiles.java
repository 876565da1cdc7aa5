package io.gantry.engine.spec;

import java.util.List;

/** Reads the files an image keeps its users and groups in. */
interface AccountFiles {
  /**
   * The lines of a file of the container.
   *
   * @return empty if there is no such file
   * @throws io.gantry.api.error.GantryException IMAGE_INVALID if it is no regular file of a
   *     reasonable size
   */
  List<String> lines(String path);
}
