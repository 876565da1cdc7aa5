package io.gantry.engine.hostile;

import io.gantry.api.container.ContainerSpec;
import io.gantry.engine.Engine;
import io.gantry.engine.linux.DeviceNumber;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.FileType;
import io.gantry.engine.mount.MountRoom;
import io.gantry.engine.state.ContainerConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where one case is played: a root to plant things in, the engine's rooms, and the canary beside
 * them. Used by one thread at a time.
 */
public final class Ground implements AutoCloseable {
  private final Path directory;
  private final Canary canary;
  private final Supplier<EngineHouse> house;
  private @Nullable MountRoom rooms;
  private @Nullable ContainerConfig container;
  private byte[] brought = {};

  Ground(Path directory, Supplier<EngineHouse> house) throws IOException {
    this.directory = directory;
    this.house = house;
    Files.createDirectories(root());
    canary = Canary.make(directory.resolve("beside"));
  }

  public Canary canary() {
    return canary;
  }

  /** The ground itself: root, rooms and canary are in it. */
  public Path directory() {
    return directory;
  }

  /** A directory somebody else fills: the upper one of the container, if there is one. */
  public Path root() {
    return container == null
        ? directory.resolve("root")
        : home().resolve("storage").resolve(container.id().value()).resolve("upper");
  }

  /** Makes a container over an image without layers; what is planted from now on is in its root. */
  public ContainerConfig create(ContainerSpec.Builder spec) {
    container = rooms().container(spec.build());
    return container;
  }

  /** The container that was made. */
  public ContainerConfig container() {
    return Objects.requireNonNull(container);
  }

  /** A directory for rooms of the engine. */
  public Path home() {
    return directory.resolve("home");
  }

  /** The rooms that roots are put together from. */
  public MountRoom rooms() {
    if (rooms == null) {
      rooms = new MountRoom(home());
    }
    return rooms;
  }

  /** A whole engine, which other cases use too. */
  public Engine engine() {
    return house.get().engine();
  }

  /** Home and run directory of that engine. */
  public EngineHouse house() {
    return house.get();
  }

  /** Where nothing of the canary may turn up. */
  List<Path> owned() {
    return house.get().isOpen() ? List.of(directory, house.get().directory()) : List.of(directory);
  }

  /** Brings an archive or a document, for the operation to read. */
  public void bring(byte[] content) {
    brought = content.clone();
  }

  /** What was brought. */
  public InputStream brought() {
    return new ByteArrayInputStream(brought);
  }

  /** Makes a link in the root, with the directories above it. */
  public void link(String path, String target) throws IOException {
    Files.createSymbolicLink(place(path), Path.of(target));
  }

  /** Makes a file in the root, with the directories above it. */
  public void file(String path, String content) throws IOException {
    Files.writeString(place(path), content);
  }

  /** Makes a directory in the root, with those above it. */
  public void directory(String path) throws IOException {
    Files.createDirectories(root().resolve(path));
  }

  /** Makes a FIFO, socket or device in the root. */
  public void node(String path, FileType type, DeviceNumber device) throws IOException {
    Path place = place(path);
    try (Directory parent = Directory.open(place.resolveSibling(""))) {
      parent.makeNode(String.valueOf(place.getFileName()), type, 0666, device);
    }
  }

  /** Makes a file in the root that is all hole. */
  public void hole(String path, long bytes) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(place(path).toFile(), "rw")) {
      file.setLength(bytes);
    }
  }

  private Path place(String path) throws IOException {
    Path place = root().resolve(path);
    Files.createDirectories(place.resolveSibling(""));
    return place;
  }

  @Override
  public void close() {
    if (rooms != null) {
      rooms.close();
    }
  }
}
