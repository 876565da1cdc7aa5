package io.gantry.engine.storage;

import io.gantry.api.image.Digest;
import io.gantry.engine.linux.AtomicFile;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.SyscallException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
  static final String LAYERS = "layers";
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

  /** In which boot of the host a volatile layer was written to. */
  Path boot() {
    return own.resolve("boot");
  }

  /** The layers it is built on, the lowest first. */
  List<Digest> layers() throws IOException {
    return Files.readString(own.resolve(LAYERS)).lines().map(Digest::new).toList();
  }

  StorageOptions options() throws IOException {
    try {
      return JSON.readValue(Files.readAllBytes(own.resolve(OPTIONS)), StorageOptions.class);
    } catch (JacksonException e) {
      throw new IOException("its options cannot be read", e);
    }
  }

  /** Writes layers and options into a directory that is not in its place yet. */
  static void write(Directory unfinished, StorageOptions options) throws SyscallException {
    String lines = String.join("\n", options.layers().stream().map(Digest::value).toList());
    AtomicFile.write(unfinished, LAYERS, lines.getBytes(StandardCharsets.US_ASCII), 0600);
    AtomicFile.write(unfinished, OPTIONS, JSON.writeValueAsBytes(options), 0600);
  }
}
