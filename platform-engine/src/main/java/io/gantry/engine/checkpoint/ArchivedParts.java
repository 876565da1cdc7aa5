package io.gantry.engine.checkpoint;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.SafePath;
import io.gantry.engine.linux.TreeRemoval;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.storage.ContainerStorage;
import io.gantry.engine.volume.Volumes;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Puts what an archive holds where it belongs in a container that is being made (CHECKPOINT-16).
 */
final class ArchivedParts {
  private static final int MAXIMUM_BYTES = 64 << 20;
  private static final TypeReference<List<String>> PATHS = new TypeReference<>() {};

  private final ContainerStorage storage;
  private final Volumes volumes;

  ArchivedParts(ContainerStorage storage, Volumes volumes) {
    this.storage = storage;
    this.volumes = volumes;
  }

  /**
   * Does it; what is made of it is durable on return.
   *
   * @param content the unpacked archive, checked
   * @param asBefore whether the container is to have the addresses it had
   */
  void fill(ContainerConfig config, Path content, ArchivedContainer archived, boolean asBefore) {
    if (!config.image().layers().equals(archived.layers())) {
      throw GantryException.of(
              ErrorCode.CONFLICT,
              "the checkpoint is of another image than '%s' is here: bring that image first"
                  .formatted(config.spec().image()))
          .about("container", config.id());
    }
    try {
      moveFiles(config, content, asBefore);
      root(config, content);
      for (int i = 0; i < archived.volumes().size(); i++) {
        volume(config, content, i, archived.volumes().get(i));
      }
      try (Directory bundle = Directory.open(config.staticDir())) {
        bundle.syncFileSystem();
      }
    } catch (GantryException e) {
      throw e.code() == ErrorCode.IMAGE_INVALID
          ? RefusedArchive.because(String.valueOf(e.getMessage()), e)
          : e;
    } catch (IOException e) {
      throw GantryException.of(ErrorCode.STORAGE, "the archive cannot be brought in place", e)
          .about("container", config.id());
    }
  }

  private static void moveFiles(ContainerConfig config, Path content, boolean asBefore)
      throws IOException {
    try (Directory from = Directory.open(content);
        Directory bundle = Directory.open(config.staticDir())) {
      for (String name : ArchiveLayout.parts()) {
        move(from, bundle, name);
      }
      if (asBefore) {
        move(from, bundle, CheckpointFiles.NETWORK);
      }
      if (from.contains(Export.ARTIFACTS)) {
        moveArtifacts(from, bundle);
      }
    }
  }

  private static void moveArtifacts(Directory content, Directory bundle) throws IOException {
    try (Directory from = content.directory(Export.ARTIFACTS);
        Directory to = bundle.directory(Export.ARTIFACTS)) {
      for (String name : from.list()) {
        move(from, to, name);
      }
    }
  }

  private static void move(Directory from, Directory to, String name) throws IOException {
    if (from.contains(name)) {
      TreeRemoval.remove(to, name);
      from.renameNew(name, to, name);
    }
  }

  private void root(ContainerConfig config, Path content) throws IOException {
    Path difference = content.resolve(Export.ROOT_DIFFERENCE);
    if (!Files.exists(difference)) {
      return;
    }
    if (config.spec().root().external()) {
      throw RefusedArchive.because("it holds changes of a root, and the root is the host's");
    }
    try (InputStream tar = new BufferedInputStream(Files.newInputStream(difference))) {
      storage.applyDifference(config.id(), deleted(content), tar);
    }
  }

  private static List<String> deleted(Path content) throws IOException {
    if (!Files.exists(content.resolve(Export.DELETED))) {
      return List.of();
    }
    try (SafePath root = SafePath.root(content)) {
      return deleted(root.readRegularFile(Export.DELETED, MAXIMUM_BYTES));
    }
  }

  /** The paths in the root that the container deleted, as the archive says. */
  static List<String> deleted(byte[] paths) {
    try {
      List<String> deleted = JsonMapper.shared().readValue(paths, PATHS);
      return List.copyOf(deleted);
    } catch (JacksonException | NullPointerException e) {
      throw RefusedArchive.because("its " + Export.DELETED + " is malformed", e);
    }
  }

  private void volume(ContainerConfig config, Path content, int number, String destination)
      throws IOException {
    Path archive = content.resolve(CheckpointFiles.VOLUMES).resolve(number + ".tar");
    if (!Files.exists(archive)) {
      throw RefusedArchive.because("the content of volume " + (number + 1) + " is missing");
    }
    try (InputStream tar = new BufferedInputStream(Files.newInputStream(archive))) {
      volumes.fill(config.id(), destination, tar);
    }
  }

  /** A destination as the rooms below know it. */
  static String normal(String destination) {
    return Path.of("/").resolve(destination).normalize().toString();
  }
}
