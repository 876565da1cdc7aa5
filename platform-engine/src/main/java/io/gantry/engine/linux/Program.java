package io.gantry.engine.linux;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A program to start: nothing of this process's environment reaches it but what is named here.
 *
 * @param command path of the program and its arguments
 */
public record Program(
    List<String> command, Map<String, String> environment, Path workingDirectory) {
  private static final String FURTHER_DIRECTORIES =
      ":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
          + ":/usr/lib/podman:/usr/libexec/podman";

  public Program {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    if (command.isEmpty()) {
      throw new IllegalArgumentException("a program needs a path");
    }
  }

  /** The program in the root directory. */
  public static Program of(List<String> command, Map<String, String> environment) {
    return new Program(command, environment, Path.of("/"));
  }

  /** Looks an installed program up, on the path and where distributions keep container tools. */
  public static Optional<Path> find(String name) {
    String searched = Objects.requireNonNullElse(System.getenv("PATH"), "") + FURTHER_DIRECTORIES;
    return Stream.of(searched.split(":", -1))
        .filter(directory -> directory.startsWith("/"))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  public String path() {
    return command.getFirst();
  }
}
