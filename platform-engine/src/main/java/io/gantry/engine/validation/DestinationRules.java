package io.gantry.engine.validation;

import io.gantry.api.container.ContainerSpec;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** A destination has one mount, whatever kind it is; nothing is mounted over the root itself. */
final class DestinationRules implements SpecRule {
  @Override
  public Stream<String> problems(ContainerSpec spec) {
    Set<String> seen = new HashSet<>();
    return spec.mounts().stream()
        .map(mount -> normal(mount.destination()))
        .flatMap(
            destination -> {
              if (destination.equals("/")) {
                return Stream.of("nothing can be mounted over the container's root");
              }
              return seen.add(destination)
                  ? Stream.empty()
                  : Stream.of("two mounts share the destination " + destination);
            });
  }

  private static String normal(String destination) {
    String printable = destination.replaceAll("\\p{Cntrl}", "?");
    return Path.of("/").resolve(printable).normalize().toString();
  }
}
