package io.gantry.engine.feature;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the program of the runtime: the one that was asked for, else the first that is installed.
 *
 * @param search the installed program of a name
 */
public record RuntimeChoice(Function<String, Optional<Path>> search) {
  /** The runtimes an engine looks for, the first one first. */
  public static final List<String> ORDER = List.of("runc", "crun");

  /**
   * Finds it.
   *
   * @param asked a program's name or absolute path; absent is runc, or crun where there is none
   * @throws GantryException UNSUPPORTED if it is not installed, INVALID_ARGUMENT for a relative
   *     path
   */
  public Path find(@Nullable String asked) {
    if (asked == null) {
      return ORDER.stream()
          .flatMap(name -> search.apply(name).stream())
          .findFirst()
          .orElseThrow(() -> missing("this host has neither runc nor crun: install one"));
    }
    if (!asked.contains("/") && !asked.isBlank()) {
      return search
          .apply(asked)
          .orElseThrow(() -> missing("this host has no runtime %s: install it".formatted(asked)));
    }
    Path path = Path.of(asked);
    if (!path.isAbsolute()) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT,
          "the runtime '%s' is a program's name or an absolute path".formatted(asked));
    }
    if (!Files.isRegularFile(path) || !Files.isExecutable(path)) {
      throw missing("the runtime %s is no program: correct the path".formatted(path));
    }
    return path;
  }

  private static GantryException missing(String what) {
    return GantryException.of(ErrorCode.UNSUPPORTED, what);
  }
}
