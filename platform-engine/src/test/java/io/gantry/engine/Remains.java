package io.gantry.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What is left of an engine that should have left nothing: processes, mounts, directories. */
public final class Remains {
  private Remains() {}

  /** One sentence per thing; the engine's home and run directory lie below the directory. */
  public static List<String> in(Path directory) {
    List<String> found = new ArrayList<>();
    try {
      processes(directory, found);
      mounts(directory, found);
      containers(directory, found);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static void processes(Path directory, List<String> found) throws IOException {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      processes
          .filter(process -> process.getFileName().toString().matches("[0-9]+"))
          .filter(process -> !process.endsWith(Long.toString(ProcessHandle.current().pid())))
          .forEach(
              process -> {
                String line = commandLine(process);
                if (line.contains(directory.toString()) && !line.startsWith("java")) {
                  found.add("process " + process.getFileName() + ": " + line);
                }
              });
    }
  }

  private static String commandLine(Path process) {
    try {
      return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
          .replace('\0', ' ');
    } catch (IOException e) {
      return "";
    }
  }

  private static void mounts(Path directory, List<String> found) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
      if (line.contains(" " + directory + "/")) {
        found.add("mount " + line);
      }
    }
  }

  private static void containers(Path directory, List<String> found) throws IOException {
    for (String parent :
        List.of(
            "home/containers",
            "home/storage",
            "home/imports",
            "run/containers",
            "run/exits",
            "run/runc")) {
      Path path = directory.resolve(parent);
      if (Files.isDirectory(path)) {
        try (Stream<Path> children = Files.list(path)) {
          children.forEach(child -> found.add("file " + child));
        }
      }
    }
  }
}
