package io.gantry.engine.storage;

import java.io.IOException;

/** Marks in the archive what is not there any more, as the OCI image specification has it. */
final class LayerMarks implements TreeArchive.Deletions {
  /** What the name of a mark begins with; the rest is the name of what is gone. */
  static final String WHITEOUT = ".wh.";

  /** In a directory: nothing that lies below shows in it. */
  static final String OPAQUE = ".wh..wh..opq";

  @Override
  public void gone(TreeArchive archive, String path) throws IOException {
    int name = path.lastIndexOf('/') + 1;
    archive.mark(path.substring(0, name) + WHITEOUT + path.substring(name));
  }

  @Override
  public void replaced(TreeArchive archive, String directory) throws IOException {
    archive.mark(directory + "/" + OPAQUE);
  }
}
