package io.gantry.bench.load;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
    for (Path entry : entries("fd")) {
      String target = unlessGone(() -> Files.readSymbolicLink(entry).toString());
      if (target != null && !target.endsWith(".jar")) {
        tally.add("descriptor " + premises.kindOf(target));
      }
    }
  }

  private static void threads(Premises premises, Tally tally) throws IOException {
    for (Path entry : entries("task")) {
      String name = unlessGone(() -> Files.readString(entry.resolve("comm")).strip());
      if (name != null && !OF_THE_JVM.contains(premises.kindOf(name))) {
        tally.add("thread " + premises.kindOf(name));
      }
    }
  }

  private static List<Path> entries(String kind) throws IOException {
    try (Stream<Path> entries = Files.list(SELF.resolve(kind))) {
      return entries.toList();
    }
  }

  /** What is read of something; null if that ended since it was listed. */
  private static @Nullable String unlessGone(Reading reading) throws IOException {
    try {
      return reading.read();
    } catch (NoSuchFileException e) {
      return null;
    } catch (FileSystemException e) {
      if (String.valueOf(e.getReason()).contains("No such process")) {
        return null; // a thread that ended while its name was read
      }
      throw e;
    }
  }

  private interface Reading {
    String read() throws IOException;
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
