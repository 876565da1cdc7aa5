package io.gantry.engine.validation;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import java.util.stream.Stream;

/** A subpath is a part of a volume; of the host's own paths the part can be named as it is. */
final class SubpathRules implements SpecRule {
  private static final String OPTION = "subpath=";

  @Override
  public Stream<String> problems(ContainerSpec spec) {
    return spec.mounts().stream().filter(SubpathRules::isWrong).map(SubpathRules::problem);
  }

  private static boolean isWrong(MountSpec mount) {
    boolean named = mount.options().stream().anyMatch(option -> option.startsWith(OPTION));
    return named && (mount.kind() != MountSpec.Kind.VOLUME || mount.options().contains(OPTION));
  }

  private static String problem(MountSpec mount) {
    return "mount %s: subpath names a path in a volume"
        .formatted(mount.destination().replaceAll("\\p{Cntrl}", "?"));
  }
}
