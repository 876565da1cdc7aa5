package io.gantry.engine;

import io.gantry.engine.cgroup.Cgroups;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is left of an engine that should have left nothing: processes, mounts, control groups,
 * directories, rows, links and rules of the packet filter.
 */
public final class Remains {
  private static final List<String> DIRECTORIES =
      List.of(
          "home/containers",
          "home/storage",
          "home/imports",
          "run/containers",
          "run/exits",
          "run/netns",
          "run/runc");

  private static final int MOUNT_POINT = 4;

  private final Path directory;
  private final List<String> found = new ArrayList<>();

  private Remains(Path directory) {
    this.directory = directory;
  }

  /** One sentence per thing; the engine's home and run directory lie below the directory. */
  public static List<String> in(Path directory) {
    Remains remains = new Remains(directory);
    try {
      remains.processes();
      remains.mounts();
      remains.cgroups();
      remains.files();
      RemainingRows rows = new RemainingRows(directory);
      remains.found.addAll(rows.find());
      Optional<String> mark = rows.mark();
      if (mark.isPresent()) {
        remains.found.addAll(new RemainingNetworks(mark.get()).find());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(remains.found);
  }

  private void processes() throws IOException {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      processes
          .filter(process -> process.getFileName().toString().matches("[0-9]+"))
          .filter(process -> !process.endsWith(Long.toString(ProcessHandle.current().pid())))
          .forEach(this::process);
    }
  }

  private void process(Path process) {
    String line = read(process.resolve("cmdline")).replace('\0', ' ');
    boolean named = line.contains(directory.toString()) && !line.startsWith("java");
    if (named || isContained(process)) {
      found.add("process " + process.getFileName() + ": " + line);
    }
  }

  /** Its root is a container's. */
  private boolean isContained(Path process) {
    return read(process.resolve("mountinfo"))
        .lines()
        .anyMatch(line -> mountPoint(line).equals("/") && line.contains(directory + "/"));
  }

  private static String mountPoint(String line) {
    return line.split(" ", -1)[MOUNT_POINT];
  }

  /** What is gone by now is empty. */
  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  private void mounts() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
      if (mountPoint(line).startsWith(directory + "/")) {
        found.add("mount " + line);
      }
    }
  }

  private void cgroups() throws IOException {
    String parent =
        EngineConfig.of(directory.resolve("home"), directory.resolve("run")).cgroupParent();
    Cgroups cgroups = Cgroups.detect(parent, id -> Optional.empty());
    cgroups.containers().forEach(id -> found.add("cgroup of container " + id));
    cgroups.pods().forEach(id -> found.add("cgroup of pod " + id));
  }

  private void files() throws IOException {
    for (String parent : DIRECTORIES) {
      Path path = directory.resolve(parent);
      if (Files.isDirectory(path)) {
        try (Stream<Path> children = Files.list(path)) {
          children.forEach(child -> found.add("file " + child));
        }
      }
    }
  }
}
