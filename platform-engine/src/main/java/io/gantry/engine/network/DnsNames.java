package io.gantry.engine.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The file in which aardvark-dns finds the names of a network: a line for each container. */
final class DnsNames {
  private final Path file;

  DnsNames(Path directory, String network) {
    this.file = directory.resolve(network);
  }

  /** Replaces a name by others; false if there is none like it. */
  boolean rename(String before, String after) throws IOException {
    String names;
    try {
      names = Files.readString(file);
    } catch (NoSuchFileException none) {
      return false;
    }
    String renamed = names.replace(" " + before, " " + after);
    if (renamed.equals(names)) {
      return false;
    }
    // Written beside, where the server takes no file for a network, and moved in one step.
    Path fresh =
        Files.writeString(file.resolveSibling("../" + file.getFileName() + ".names"), renamed);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    return true;
  }
}
