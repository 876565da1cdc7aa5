package io.gantry.engine.spec;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The seccomp profiles of a node: the default one and those its operator put beside it, by name
 * (OCISPEC-6). A missing profile fails the start; a container never runs without one by accident.
 * Thread-safe; a profile is read again when its file changes.
 */
public final class SeccompProfiles {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}");

  private final List<Path> defaults;
  private final Path named;
  private final JsonMapper json = JsonMapper.shared();
  private final Map<Path, Loaded> loaded = new ConcurrentHashMap<>();

  /**
   * @param defaults where the default profile may be; the first file that exists is it
   * @param named directory of further profiles, as {@code <name>.json}
   */
  public SeccompProfiles(List<Path> defaults, Path named) {
    this.defaults = List.copyOf(defaults);
    this.named = named;
  }

  /** The usual places. */
  static SeccompProfiles ofHost() {
    return new SeccompProfiles(
        List.of(
            Path.of("/etc/gantry/seccomp.json"),
            Path.of("/etc/containers/seccomp.json"),
            Path.of("/usr/share/containers/seccomp.json")),
        Path.of("/etc/gantry/seccomp"));
  }

  /**
   * The filter the runtime loads for a container.
   *
   * @param name absent is the default profile
   */
  ObjectNode filter(@Nullable String name, String architecture, Set<Capability> bounding) {
    Path file = name == null ? defaultFile() : namedFile(name);
    return new SeccompFilter(architecture, bounding).apply(profile(file));
  }

  private JsonNode profile(Path file) {
    try {
      long changed = Files.getLastModifiedTime(file).toMillis();
      Loaded known = loaded.get(file);
      if (known == null || known.changed() != changed) {
        known = new Loaded(changed, json.readTree(Files.readAllBytes(file)));
        loaded.put(file, known);
      }
      return known.profile();
    } catch (IOException | JacksonException e) {
      throw GantryException.of(
          ErrorCode.INTERNAL, "seccomp profile " + file + " cannot be read: correct the file", e);
    }
  }

  private Path defaultFile() {
    return defaults.stream()
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                GantryException.of(
                    ErrorCode.UNSUPPORTED,
                    "this node has no default seccomp profile: install one as %s"
                        .formatted(defaults.getLast())));
  }

  private Path namedFile(String name) {
    if (!NAME.matcher(name).matches() || !Files.isRegularFile(named.resolve(name + ".json"))) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT,
          "seccomp profile '%s' is not on this node: name one of %s".formatted(name, named));
    }
    return named.resolve(name + ".json");
  }

  private record Loaded(long changed, JsonNode profile) {}
}
