package io.gantry.engine.storage;

import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.TreeRemoval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A layer that is not waited for on the disk (STORAGE-5). The kernel marks it while it is mounted
 * and refuses a marked one. After a crash of the host nobody knows what of it is whole, so it
 * begins empty; if only this process died, it is as it was.
 */
final class VolatileLayer {
  private static final Logger LOG = LoggerFactory.getLogger(VolatileLayer.class);
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final String MARK = "incompat";

  private VolatileLayer() {}

  /** Makes it fit to be mounted. */
  static void prepare(StoragePlace place) throws IOException {
    String boot = Files.readString(BOOT_ID);
    if (!boot.equals(bootOf(place))) {
      empty(place);
      Files.writeString(place.boot(), boot);
    }
    removeMark(place);
  }

  private static String bootOf(StoragePlace place) throws IOException {
    return Files.exists(place.boot()) ? Files.readString(place.boot()) : "";
  }

  private static void empty(StoragePlace place) throws IOException {
    try (Directory upper = Directory.open(place.upper())) {
      for (String name : upper.list()) {
        LOG.atWarn().addKeyValue("layer", place.own()).log("volatile layer of an earlier boot");
        TreeRemoval.remove(upper, name);
      }
    }
  }

  private static void removeMark(StoragePlace place) throws IOException {
    Path kernels = place.work().resolve(StoragePlace.WORK);
    if (Files.isDirectory(kernels)) {
      try (Directory directory = Directory.open(kernels)) {
        TreeRemoval.remove(directory, MARK);
      }
    }
  }
}
