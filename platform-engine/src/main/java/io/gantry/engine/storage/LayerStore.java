package io.gantry.engine.storage;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.Digest;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.linux.TreeRemoval;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/**
 * The layers of a node, each unpacked once and known by the digest of its uncompressed archive. A
 * layer that is here is whole, verified and durable; it never changes. Layers are added and built
 * upon through a {@link LayerLease}, which keeps them from {@link #collect}. Thread-safe; one
 * process.
 */
public final class LayerStore {
  private static final String REMOVED = ".removed-";
  private static final int BUFFER = 64 * 1024;

  private final Path layers;
  private final LayerLimits limits;
  private final Map<Digest, Integer> leased = new HashMap<>();
  final ConcurrentMap<Digest, CountDownLatch> unpacking = new ConcurrentHashMap<>();

  private LayerStore(Path layers, LayerLimits limits) {
    this.layers = layers;
    this.limits = limits;
  }

  /** Opens the store below the engine's home and removes what a crash left half made. */
  public static LayerStore open(Path home, LayerLimits limits) {
    Path layers = home.resolve("layers");
    try {
      Files.createDirectories(
          layers,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      LayerStore store = new LayerStore(layers, limits);
      store.removeUnfinished();
      return store;
    } catch (IOException e) {
      throw InvalidArchive.storage("the layers in " + layers + " cannot be opened", e);
    }
  }

  /** Starts to add layers or to build on them. */
  public LayerLease lease() {
    return new LayerLease(this);
  }

  /**
   * A layer of an image that is here.
   *
   * @throws GantryException STORAGE if the layer is not
   */
  public Layer require(Digest diffId) {
    return find(diffId)
        .orElseThrow(
            () ->
                GantryException.of(
                    ErrorCode.STORAGE, "layer " + diffId + " is gone: fetch the image again"));
  }

  public Optional<Layer> find(Digest diffId) {
    LayerDirectory directory = directory(diffId);
    try {
      return directory.exists() ? Optional.of(directory.read()) : Optional.empty();
    } catch (IOException e) {
      throw InvalidArchive.storage("layer " + diffId + " cannot be read", e);
    }
  }

  /** The root of an unpacked layer; it belongs to this store and is never written to. */
  public Path tree(Digest diffId) {
    return directory(diffId).tree();
  }

  /** Writes the uncompressed archive of a layer, byte by byte as it came. */
  public void writeArchive(Digest diffId, OutputStream archive) throws IOException {
    directory(diffId).writeArchive(archive);
  }

  /** The layers that are here. */
  public Set<Digest> known() {
    Set<Digest> known = new TreeSet<>();
    try (Directory directory = Directory.open(layers)) {
      for (String name : directory.list()) {
        if (!name.startsWith(".")) {
          known.add(new Digest("sha256:" + name));
        }
      }
      return known;
    } catch (SyscallException e) {
      throw InvalidArchive.storage("the layers in " + layers + " cannot be listed", e);
    }
  }

  /**
   * Removes every layer that nobody uses and nobody is about to use.
   *
   * @param used says what is used; asked while no lease can begin
   * @return bytes that became free
   */
  public long collect(Supplier<Set<Digest>> used) {
    List<String> removed = new ArrayList<>();
    long freed = 0;
    try (Directory directory = Directory.open(layers)) {
      synchronized (leased) {
        for (Digest unused : unused(used)) {
          freed += find(unused).map(Layer::sizeBytes).orElse(0L);
          String name = REMOVED + UUID.randomUUID();
          directory.rename(unused.hex(), directory, name);
          removed.add(name);
        }
      }
      for (String name : removed) {
        TreeRemoval.remove(directory, name);
      }
      return freed;
    } catch (SyscallException e) {
      throw InvalidArchive.storage("unused layers cannot be removed", e);
    }
  }

  /** How many bytes {@link #collect} would free now; nothing is removed. */
  public long collectable(Supplier<Set<Digest>> used) {
    synchronized (leased) {
      return unused(used).stream()
          .mapToLong(layer -> find(layer).map(Layer::sizeBytes).orElse(0L))
          .sum();
    }
  }

  private Set<Digest> unused(Supplier<Set<Digest>> used) {
    Set<Digest> unused = known();
    unused.removeAll(used.get());
    unused.removeAll(leased.keySet());
    return unused;
  }

  /** Keeps a layer, whether it is here already or not. */
  void keep(Digest diffId) {
    synchronized (leased) {
      leased.merge(diffId, 1, Integer::sum);
    }
  }

  void letGo(Digest diffId) {
    synchronized (leased) {
      leased.computeIfPresent(diffId, (digest, count) -> count == 1 ? null : count - 1);
    }
  }

  /** Unpacks an archive; the layer is durable on return. */
  Layer unpack(LayerSource archive, Expected expected) {
    try (LayerStaging staging = new LayerStaging(layers);
        InputStream content = archive.open()) {
      Layer layer = staging.unpack(content, limits);
      expected.check(layer.diffId());
      staging.commit(layer.diffId());
      return layer;
    } catch (SyscallException e) {
      throw InvalidArchive.storage("a layer cannot be stored", e);
    } catch (IOException e) {
      throw InvalidArchive.because("it cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /** Reads an archive of a layer that is here, only to see that it is the same one. */
  void compare(Digest diffId, LayerSource archive) {
    try (InputStream content = archive.open();
        InputStream plain = Compression.decompress(new LimitedStream(content, limits));
        LayerRecord.Writer digested = new LayerRecord.Writer(OutputStream.nullOutputStream())) {
      InputStream limited = new LimitedStream(plain, limits);
      byte[] buffer = new byte[BUFFER];
      int read = limited.read(buffer, 0, BUFFER);
      while (read >= 0) {
        digested.content(buffer, 0, read);
        read = limited.read(buffer, 0, BUFFER);
      }
      Expected.exactly(diffId).check(digested.digest());
    } catch (IOException e) {
      throw InvalidArchive.because("it is damaged or cut off (" + e.getMessage() + ")", e);
    }
  }

  /** A temporary file on the disk of the layers; it is gone when it is closed. */
  public ScratchFile scratchFile() {
    try {
      return new ScratchFile(layers);
    } catch (SyscallException e) {
      throw InvalidArchive.storage("a temporary file cannot be made", e);
    }
  }

  public LayerLimits limits() {
    return limits;
  }

  /** What the digest of an unpacked archive has to be; also where a lease begins for a new one. */
  @FunctionalInterface
  interface Expected {
    void check(Digest actual);

    static Expected exactly(Digest announced) {
      return actual -> {
        if (!actual.equals(announced)) {
          throw GantryException.of(
              ErrorCode.DIGEST_MISMATCH,
              "a layer announced as %s is %s: fetch it again".formatted(announced, actual));
        }
      };
    }
  }

  private LayerDirectory directory(Digest diffId) {
    return new LayerDirectory(diffId, layers.resolve(diffId.hex()));
  }

  private void removeUnfinished() throws SyscallException {
    try (Directory directory = Directory.open(layers)) {
      for (String name : directory.list()) {
        if (name.startsWith(".")) {
          TreeRemoval.remove(directory, name);
        }
      }
    }
  }
}
