package io.gantry.engine.storage;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.gantry.api.image.Digest;
import io.gantry.engine.linux.AtomicFile;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.Errno;
import io.gantry.engine.linux.OpenFlags;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.linux.TreeRemoval;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * The temporary directory a layer is unpacked to. Only {@link #commit} gives it its name, after all
 * of it is on the disk; a directory that was not committed is worth nothing and goes with {@link
 * #close}, or at the next start.
 */
final class LayerStaging implements AutoCloseable {
  static final String PREFIX = ".unpack-";

  private final Directory layers;
  private final String name = PREFIX + UUID.randomUUID();

  LayerStaging(Path layersPath) throws IOException {
    layers = Directory.open(layersPath);
    layers.makeDirectory(name, 0700);
    try (Directory own = layers.directory(name)) {
      own.makeDirectory(LayerDirectory.TREE, 0755);
      own.makeDirectory(LayerDirectory.REPLACED, 0700);
    }
  }

  /** Unpacks a plain or compressed archive. */
  Layer unpack(InputStream compressed, LayerLimits limits) throws IOException {
    try (Directory own = layers.directory(name);
        Directory treeRoot = own.directory(LayerDirectory.TREE);
        Directory aside = own.directory(LayerDirectory.REPLACED);
        LayerRecord.Writer record = new LayerRecord.Writer(recordFile(own))) {
      Replaced replaced = new Replaced(aside);
      try (LayerTree tree = new LayerTree(treeRoot, replaced)) {
        InputStream plain = Compression.decompress(new LimitedStream(compressed, limits));
        Layer layer = new LayerUnpack(new LimitedStream(plain, limits), record, tree, limits).run();
        AtomicFile.write(own, LayerDirectory.REPLACED_PATHS, encode(replaced.paths()), 0600);
        AtomicFile.write(own, LayerDirectory.SIZES, encode(layer), 0600);
        return layer;
      }
    }
  }

  /** Gives the layer its name, durably; if the layer is already there this one is not needed. */
  void commit(Digest diffId) throws SyscallException {
    layers.syncFileSystem();
    try {
      layers.renameNew(name, layers, diffId.hex());
    } catch (SyscallException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
    }
    layers.descriptor().sync();
  }

  private static BufferedOutputStream recordFile(Directory own) throws IOException {
    int flags = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_EXCL;
    FileStream file = new FileStream(own.open(LayerDirectory.RECORD, flags, 0600));
    return new BufferedOutputStream(new ZstdOutputStreamNoFinalizer(file, 1));
  }

  private static byte[] encode(Layer layer) {
    return (layer.sizeBytes() + " " + layer.archiveBytes()).getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] encode(List<String> paths) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(paths.size());
    for (String replacedPath : paths) {
      out.writeUTF(replacedPath);
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() throws IOException {
    try (layers) {
      TreeRemoval.remove(layers, name);
    }
  }
}
