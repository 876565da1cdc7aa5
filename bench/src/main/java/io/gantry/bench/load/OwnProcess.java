package io.gantry.bench.load;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;

/** What this process itself holds: descriptors, threads, children. */
final class OwnProcess {
  private static final Path SELF = Path.of("/proc/self");

  /**
   * Threads with which the JVM compiles, collects and waits, as many as it finds useful, and one
   * that a library has in every process.
   */
  private static final Set<String> OF_THE_JVM =
      Set.of(
          "C# CompilerThre",
          "GC Thread##",
          "G# Conc##",
          "G# Refine##",
          "process reaper",
          "Attach Listener",
          "ForkJoinPool.co",
          "jnr.ffi.util.re");

  private OwnProcess() {}

  static void count(Premises premises, Tally tally) throws IOException {
    descriptors(premises, tally);
    threads(premises, tally);
    ProcessHandle.current().children().forEach(child -> tally.add("child"));
  }

  /** Jars are opened when their first class is needed. */
  private static void descriptors(Premises premises, Tally tally) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(SELF.resolve("fd"))) {
      for (Path entry : entries) {
        String target = Files.readSymbolicLink(entry).toString();
        if (!target.endsWith(".jar")) {
          tally.add("descriptor " + premises.kindOf(target));
        }
      }
    } catch (NoSuchFileException e) {
      // The one the directory was read with.
    }
  }

  private static void threads(Premises premises, Tally tally) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(SELF.resolve("task"))) {
      for (Path entry : entries) {
        String name = premises.kindOf(Files.readString(entry.resolve("comm")).strip());
        if (!OF_THE_JVM.contains(name)) {
          tally.add("thread " + name);
        }
      }
    }
  }

  /** What it takes of the host's memory, with what its libraries take. */
  static long residentBytes() throws IOException {
    return Files.readAllLines(SELF.resolve("status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
        .findFirst()
        .orElseThrow();
  }
}
