package io.gantry.engine;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

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
    String path = environment.getOrDefault("PATH", "/usr/bin:/bin") + FURTHER_DIRECTORIES;
    return Stream.of(path.split(":", -1))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () ->
                GantryException.of(
                    ErrorCode.UNSUPPORTED,
                    "this host has no " + name + ": install it, looked in " + path));
  }
}
