package io.gantry.engine;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.feature.RuntimeChoice;
import io.gantry.engine.feature.RuntimeInquiry;
import io.gantry.engine.feature.RuntimeProgram;
import io.gantry.engine.runtime.RuncRuntime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The host's programs, found on the path and where distributions hide them. */
record HostPrograms(Map<String, String> environment) {
  private static final String FURTHER_DIRECTORIES =
      ":/usr/local/sbin:/usr/sbin:/sbin:/usr/libexec/podman:/usr/lib/podman";

  /**
   * The program of that name.
   *
   * @throws GantryException UNSUPPORTED if the host has none
   */
  Path require(String name) {
    return find(name)
        .orElseThrow(
            () ->
                GantryException.of(
                    ErrorCode.UNSUPPORTED,
                    "this host has no " + name + ": install it, looked in " + path()));
  }

  Optional<Path> find(String name) {
    return Stream.of(path().split(":", -1))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** The OCI runtime, as {@link RuntimeChoice#find} takes it, asked what it can. */
  RuntimeProgram runtime(@Nullable String asked) {
    Path program = new RuntimeChoice(this::find).find(asked);
    return new RuntimeInquiry(program, RuncRuntime.environment(environment)).ask();
  }

  private String path() {
    return environment.getOrDefault("PATH", "/usr/bin:/bin") + FURTHER_DIRECTORIES;
  }
}
