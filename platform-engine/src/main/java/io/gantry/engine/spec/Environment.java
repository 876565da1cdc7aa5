package io.gantry.engine.spec;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The environment of a process; later layers win (OCISPEC-16). A name without a value takes nothing
 * from this process: in an image it is left out, from the user it is refused.
 */
final class Environment {
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private final Map<String, String> variables = new LinkedHashMap<>();

  Environment() {
    variables.put("PATH", PATH);
    variables.put("TERM", "xterm");
    variables.put("container", "gantry");
  }

  /** Adds lines of an image; what is no {@code NAME=value} is left out. */
  Environment image(List<String> lines) {
    for (String line : lines) {
      int equals = line.indexOf('=');
      if (equals > 0 && line.indexOf('\0') < 0) {
        variables.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return this;
  }

  /**
   * Adds the user's variables.
   *
   * @throws GantryException INVALID_ARGUMENT for a name that cannot be one
   */
  Environment user(Map<String, ? extends @Nullable String> asked) {
    asked.forEach(
        (name, value) -> {
          if (value == null || !isName(name) || value.indexOf('\0') >= 0) {
            throw GantryException.of(
                ErrorCode.INVALID_ARGUMENT,
                "environment variable '%s' needs a name without '=' and a value without NUL"
                    .formatted(name));
          }
          variables.put(name, value);
        });
    return this;
  }

  /** Sets a variable nobody has set. */
  Environment orElse(String name, String value) {
    variables.putIfAbsent(name, value);
    return this;
  }

  /** Lines of {@code NAME=value}. */
  List<String> lines() {
    return variables.entrySet().stream()
        .map(variable -> variable.getKey() + "=" + variable.getValue())
        .toList();
  }

  private static boolean isName(String name) {
    return !name.isEmpty() && name.indexOf('=') < 0 && name.indexOf('\0') < 0;
  }
}
