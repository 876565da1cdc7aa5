package io.gantry.engine.storage;

import java.util.List;

/** Lists what is not there any more, a directory that replaces one below too. */
record DeletionList(List<String> paths) implements TreeArchive.Deletions {
  @Override
  public void gone(TreeArchive archive, String path) {
    paths.add(path);
  }

  @Override
  public void replaced(TreeArchive archive, String directory) {
    paths.add(directory);
  }
}
