package io.gantry.engine.hostile.races;

import io.gantry.engine.hostile.Ground;
import io.gantry.engine.linux.DeviceNumber;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.FileType;
import io.gantry.engine.linux.Swapper.Pair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A directory with the names of the canary in which nothing stays what it is: itself and a
 * directory in it are exchanged with links to the canary, a file with a link and another with a
 * FIFO.
 *
 * @param parent where it is
 * @param name what it is called
 */
record Shifting(Path parent, String name) {
  private static final String OTHER = "other";

  /** Makes it beside a link to the canary. */
  static Shifting make(Ground ground, Path parent, String name) throws Exception {
    Shifting made = new Shifting(parent, name);
    Files.createDirectories(made.path().resolve("sub"));
    for (String file : List.of("secret", "file", "sub/secret", "sub/file", "text")) {
      Files.writeString(made.path().resolve(file), "inside");
    }
    Path canary = ground.canary().directory();
    Files.createSymbolicLink(made.path().resolve("sub-link"), canary.resolve("sub"));
    Files.createSymbolicLink(made.path().resolve("file-link"), canary.resolve("long"));
    try (Directory open = Directory.open(made.path())) {
      open.makeNode("pipe", FileType.FIFO, 0666, DeviceNumber.NONE);
    }
    // Last: from here on the directory may be a link, and this must not work behind it.
    Files.createSymbolicLink(parent.resolve(OTHER), canary);
    return made;
  }

  Path path() {
    return parent.resolve(name);
  }

  /** What is to be exchanged. */
  List<Pair> pairs() {
    return List.of(
        new Pair(parent, name, OTHER),
        new Pair(path(), "sub", "sub-link"),
        new Pair(path(), "file", "file-link"),
        new Pair(path(), "text", "pipe"));
  }
}
