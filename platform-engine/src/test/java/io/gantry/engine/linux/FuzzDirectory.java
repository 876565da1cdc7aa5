package io.gantry.engine.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A directory of a fuzzer, made once and used again by each execution. It lies in memory where the
 * host has such a place: millions of executions on a disk would take days.
 *
 * @param path the directory itself, without links
 */
public record FuzzDirectory(Path path) implements AutoCloseable {
  private static final Path MEMORY = Path.of("/dev/shm");

  public static FuzzDirectory make(String name) throws IOException {
    Path made =
        Files.isWritable(MEMORY)
            ? Files.createTempDirectory(MEMORY, name)
            : Files.createTempDirectory(name);
    return new FuzzDirectory(made.toRealPath());
  }

  /** Removes a child with all that is in it. */
  public void remove(String child) throws SyscallException {
    try (Directory directory = Directory.open(path)) {
      TreeRemoval.remove(directory, child);
    }
  }

  /** Removes it with all that is in it. */
  @Override
  public void close() throws SyscallException {
    try (Directory parent = Directory.open(path.resolveSibling(""))) {
      TreeRemoval.remove(parent, String.valueOf(path.getFileName()));
    }
  }
}
