package io.gantry.engine.storage;

import io.gantry.engine.linux.IdMaps;
import io.gantry.engine.linux.Mounts;
import io.gantry.engine.linux.SyscallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Layers as they are seen with a container's ids, so that all containers share them whatever their
 * ids are. Overlay keeps mounts of its own, so these are only needed until it is mounted; closing
 * takes them away.
 */
final class MappedLayers implements AutoCloseable {
  private final Path directory;
  private final IdMapping mapping;
  private final List<Path> mounted = new ArrayList<>();

  /**
   * @param directory for the mount points, which are removed again
   */
  MappedLayers(Path directory, IdMapping mapping) {
    this.directory = directory;
    this.mapping = mapping;
  }

  /** Shows the layers with these ids, in the same order. */
  List<Path> show(List<Path> layers, IdMaps ids) throws IOException {
    Map<Path, Path> targets = new LinkedHashMap<>();
    for (Path layer : layers) {
      Path target = directory.resolve(Integer.toString(targets.size()));
      boolean unused = Mounts.unmountPatiently(target); // a crash may have left it
      Files.createDirectories(target);
      mounted.add(target);
      targets.put(target, layer);
    }
    mapping.show(targets, ids);
    return List.copyOf(mounted);
  }

  @Override
  public void close() throws IOException {
    for (Path target : mounted.reversed()) {
      try {
        boolean unused = Mounts.unmountPatiently(target);
      } catch (SyscallException e) {
        throw new IOException("layer stays mounted at " + target, e);
      }
      Files.deleteIfExists(target);
    }
    Files.deleteIfExists(directory);
  }
}
