package io.gantry.engine;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.feature.RuntimeChoice;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** Makes the engine's directories and keeps a second engine out of them. */
final class EngineDirectories implements AutoCloseable {
  private final FileChannel lock;

  private EngineDirectories(FileChannel lock) {
    this.lock = lock;
  }

  /**
   * Takes them.
   *
   * @throws GantryException CONFLICT if another engine has them
   */
  static EngineDirectories take(EngineConfig config) {
    try {
      make(config.home(), "rwx--x--x");
      make(config.runDir(), "rwx--x--x");
      for (Path directory : List.of(config.containers(), config.runContainers())) {
        make(directory, "rwx--x--x");
      }
      make(config.exits(), "rwxr-x---");
      return new EngineDirectories(lock(config.home().resolve("lock")));
    } catch (IOException e) {
      throw GantryException.of(
          ErrorCode.INTERNAL,
          "the engine's directories cannot be made in " + config.home() + " and " + config.runDir(),
          e);
    }
  }

  /**
   * Makes the directory of a runtime.
   *
   * @throws GantryException CONFLICT while another runtime has containers
   */
  static void makeForRuntime(EngineConfig config, String runtime) {
    try {
      for (String other : RuntimeChoice.ORDER) {
        if (!other.equals(runtime) && holdsSomething(config.runtimeRoot(other))) {
          throw GantryException.of(
              ErrorCode.CONFLICT,
              "the runtime %s has containers in %s: open the engine with it, or stop them first"
                  .formatted(other, config.runtimeRoot(other)));
        }
      }
      make(config.runtimeRoot(runtime), "rwx--x--x");
    } catch (IOException e) {
      throw GantryException.of(
          ErrorCode.INTERNAL, "the runtime's directory cannot be made in " + config.runDir(), e);
    }
  }

  private static boolean holdsSomething(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.findAny().isPresent();
    }
  }

  private static void make(Path directory, String permissions) throws IOException {
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
  }

  private static FileChannel lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw inUse(file, e);
    }
    channel.close();
    throw inUse(file, null);
  }

  private static GantryException inUse(
      Path file, @org.jspecify.annotations.Nullable Throwable cause) {
    String message = "another engine uses " + file.getParent() + ": end it first";
    return cause == null
        ? GantryException.of(ErrorCode.CONFLICT, message)
        : GantryException.of(ErrorCode.CONFLICT, message, cause);
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw GantryException.of(ErrorCode.INTERNAL, "the engine's lock cannot be given up", e);
    }
  }
}
