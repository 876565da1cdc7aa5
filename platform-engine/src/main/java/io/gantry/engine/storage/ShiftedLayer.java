package io.gantry.engine.storage;

import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.IdMaps;
import io.gantry.engine.linux.TreeRemoval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A container's layer in which all files of its image were given to its own ids, once. A crash on
 * the way leaves nobody knowing which files are done, so it is begun anew on an empty layer.
 */
final class ShiftedLayer {
  private static final Logger LOG = LoggerFactory.getLogger(ShiftedLayer.class);
  private static final long STEP = 10_000;

  private final StoragePlace place;

  ShiftedLayer(StoragePlace place) {
    this.place = place;
  }

  boolean complete() {
    return Files.exists(place.shifted());
  }

  /** The container has not run yet: whatever the layer holds is of an earlier attempt. */
  void begin() throws IOException {
    if (Files.exists(place.shifting())) {
      try (Directory upper = Directory.open(place.upper())) {
        for (String name : upper.list()) {
          TreeRemoval.remove(upper, name);
        }
      }
    } else {
      Files.createFile(place.shifting());
    }
  }

  /** Goes through the mounted root; it is durable on return. */
  void finish(Path merged, IdMaps ids) throws IOException {
    try (Directory root = Directory.open(merged)) {
      new OwnerShift(ids, this::tell).run(root);
      root.syncFileSystem();
    }
    Files.move(place.shifting(), place.shifted(), StandardCopyOption.ATOMIC_MOVE);
  }

  private void tell(long files) {
    if (files % STEP == 0) {
      LOG.atInfo()
          .addKeyValue("layer", place.own())
          .addKeyValue("files", files)
          .log("files change their owners");
    }
  }
}
