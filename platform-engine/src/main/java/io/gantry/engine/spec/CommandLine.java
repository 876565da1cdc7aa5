package io.gantry.engine.spec;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.ImageConfig;
import java.util.ArrayList;
import java.util.List;

/** What a container runs (OCISPEC-15). */
final class CommandLine {
  /** Where the small init process is mounted. */
  static final String INIT = "/run/gantry-init";

  private CommandLine() {}

  static List<String> of(ContainerSpec spec, ImageConfig image) {
    List<String> line = new ArrayList<>(spec.init() ? List.of(INIT, "--") : List.of());
    int prefix = line.size();
    line.addAll(words(spec, image));
    if (line.size() == prefix) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT,
          "image %s names no command: give one".formatted(spec.image()));
    }
    if (line.stream().anyMatch(word -> word.indexOf('\0') >= 0)) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT, "a word of the command holds a NUL character");
    }
    return List.copyOf(line);
  }

  /** Entrypoint and command, which may be nothing at all. */
  static List<String> words(ContainerSpec spec, ImageConfig image) {
    List<String> entrypoint = spec.entrypoint() == null ? image.entrypoint() : spec.entrypoint();
    boolean none = entrypoint.size() == 1 && entrypoint.getFirst().isEmpty();
    List<String> words = new ArrayList<>(none ? List.of() : entrypoint);
    words.addAll(
        spec.command().isEmpty() && spec.entrypoint() == null ? image.command() : spec.command());
    return words;
  }
}
