package io.gantry.engine.storage;

import io.gantry.engine.linux.AtomicFile;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.SyscallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What lies in the directory of one container's storage.
 *
 * @param own the directory
 */
record StoragePlace(Path own) {
  static final String UPPER = "upper";
  static final String WORK = "work";
  static final String MERGED = "merged";
  static final String NOTHING = "nothing";
  static final String OPTIONS = "options";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** What the container wrote. */
  Path upper() {
    return own.resolve(UPPER);
  }

  /** Overlay's own. */
  Path work() {
    return own.resolve(WORK);
  }

  /** Where it is mounted. */
  Path merged() {
    return own.resolve(MERGED);
  }

  /** An empty directory, in the place of the layers where there are none. */
  Path nothing() {
    return own.resolve(NOTHING);
  }

  /** Who keeps it mounted. */
  Path holds() {
    return own.resolve("holds");
  }

  /** Where layers are shown with the container's ids, while it is being mounted. */
  Path mapped() {
    return own.resolve("mapped");
  }

  /** Says that its files are being given to the container's ids. */
  Path shifting() {
    return own.resolve("shifting");
  }

  /** Says that all its files were given to the container's ids. */
  Path shifted() {
    return own.resolve("shifted");
  }

  /** In which boot of the host a volatile layer was written to. */
  Path boot() {
    return own.resolve("boot");
  }

  StorageOptions options() throws IOException {
    try {
      return JSON.readValue(Files.readAllBytes(own.resolve(OPTIONS)), StorageOptions.class);
    } catch (JacksonException e) {
      throw new IOException("its options cannot be read", e);
    }
  }

  /** Writes the options into a directory that is not in its place yet. */
  static void write(Directory unfinished, StorageOptions options) throws SyscallException {
    AtomicFile.write(unfinished, OPTIONS, JSON.writeValueAsBytes(options), 0600);
  }
}
