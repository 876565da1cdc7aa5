package io.gantry.engine.storage;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.gantry.api.image.Digest;
import io.gantry.engine.linux.Descriptor;
import io.gantry.engine.linux.SafePath;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** The directory of an unpacked layer: its tree, and what gives its archive back. */
final class LayerDirectory {
  static final String TREE = "tree";
  static final String REPLACED = "replaced";
  static final String REPLACED_PATHS = "replaced-paths";
  static final String RECORD = "record";
  static final String SIZES = "sizes";

  private final Digest diffId;
  private final Path path;

  LayerDirectory(Digest diffId, Path path) {
    this.diffId = diffId;
    this.path = path;
  }

  boolean exists() {
    return Files.isDirectory(path);
  }

  Path tree() {
    return path.resolve(TREE);
  }

  Layer read() throws IOException {
    String[] sizes = Files.readString(path.resolve(SIZES)).split(" ", 2);
    return new Layer(diffId, Long.parseLong(sizes[0]), Long.parseLong(sizes[1]));
  }

  /** Writes the archive as it came, uncompressed. */
  void writeArchive(OutputStream archive) throws IOException {
    Map<String, Deque<Integer>> replaced = replaced();
    try (SafePath tree = SafePath.root(tree());
        SafePath aside = SafePath.root(path.resolve(REPLACED));
        InputStream record =
            new BufferedInputStream(
                new ZstdInputStreamNoFinalizer(Files.newInputStream(path.resolve(RECORD))))) {
      LayerRecord.replay(record, file -> content(file, replaced, tree, aside), archive);
    }
  }

  private static InputStream content(
      String file, Map<String, Deque<Integer>> replaced, SafePath tree, SafePath aside)
      throws IOException {
    Deque<Integer> earlier = replaced.getOrDefault(file, new ArrayDeque<>());
    try (Descriptor content =
        earlier.isEmpty()
            ? tree.openRegularFile(file)
            : aside.openRegularFile(earlier.removeFirst().toString())) {
      return Files.newInputStream(content.path());
    }
  }

  /** For each path that an archive names repeatedly, where its earlier contents are, in order. */
  private Map<String, Deque<Integer>> replaced() throws IOException {
    Map<String, Deque<Integer>> replaced = new HashMap<>();
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(Files.newInputStream(path.resolve(REPLACED_PATHS))))) {
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        replaced.computeIfAbsent(in.readUTF(), file -> new ArrayDeque<>()).addLast(i);
      }
    }
    return replaced;
  }
}
