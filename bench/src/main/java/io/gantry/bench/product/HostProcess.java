package io.gantry.bench.product;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process of the host with its command line. */
public record HostProcess(long pid, List<String> command) {
  private static final Pattern CONTAINER = Pattern.compile("[0-9a-f]{64}");

  public HostProcess {
    command = List.copyOf(command);
  }

  /** All processes whose command line could be read. */
  public static List<HostProcess> all() throws IOException {
    List<HostProcess> processes = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path entry : entries) {
        read(entry).ifPresent(processes::add);
      }
    }
    return processes;
  }

  private static Optional<HostProcess> read(Path entry) {
    try {
      String line = Files.readString(entry.resolve("cmdline"), StandardCharsets.ISO_8859_1);
      return line.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new HostProcess(
                  Long.parseLong(entry.getFileName().toString()), List.of(line.split("\0", -1))));
    } catch (IOException e) {
      // It ended while we looked.
      return Optional.empty();
    }
  }

  public boolean isProgram(String name) {
    return Path.of(command.getFirst()).getFileName() != null
        && Path.of(command.getFirst()).getFileName().toString().equals(name);
  }

  public boolean mentions(Path path) {
    return command.stream().anyMatch(argument -> argument.contains(path.toString()));
  }

  /** The id of the container it works for, if its command line names one. */
  public Optional<String> container() {
    return command.stream()
        .map(CONTAINER::matcher)
        .filter(Matcher::find)
        .map(Matcher::group)
        .findFirst();
  }

  /** Ends it at once, as {@code kill -9} does. */
  public void kill() {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }
}
