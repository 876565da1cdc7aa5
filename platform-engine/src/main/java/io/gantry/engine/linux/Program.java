package io.gantry.engine.linux;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A program to start: nothing of this process's environment reaches it but what is named here.
 *
 * @param command path of the program and its arguments
 */
public record Program(
    List<String> command, Map<String, String> environment, Path workingDirectory) {
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

  public String path() {
    return command.getFirst();
  }
}
