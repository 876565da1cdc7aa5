package io.gantry.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A directory for one run, gone after it with whatever the measured engines left mounted there. */
public final class BenchDirectory implements AutoCloseable {
  private final Path path;

  private BenchDirectory(Path path) {
    this.path = path;
  }

  /** Makes one with a short name: Podman takes no long ones. */
  public static BenchDirectory make(Path parent) throws IOException {
    Path path = Files.createTempDirectory(parent, "b-");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new BenchDirectory(path);
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    for (Path mount : mounts()) {
      unmount(mount);
    }
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Mounts below, the deepest first. */
  private List<Path> mounts() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
        .map(line -> Path.of(line.split(" ", -1)[4]))
        .filter(mount -> mount.startsWith(path))
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  private static void unmount(Path mount) throws IOException {
    Process process = new ProcessBuilder("umount", mount.toString()).inheritIO().start();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(mount + " cannot be unmounted");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
