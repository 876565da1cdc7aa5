package io.gantry.engine.validation;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import java.util.stream.Stream;

/** What is shown with other ids is a volume or a path, and is neither given away nor overlaid. */
final class IdMapRules implements SpecRule {
  private static final String IDMAP = "idmap";

  @Override
  public Stream<String> problems(ContainerSpec spec) {
    return spec.mounts().stream()
        .filter(mount -> mount.options().contains(IDMAP))
        .filter(IdMapRules::isWrong)
        .map(IdMapRules::problem);
  }

  private static boolean isWrong(MountSpec mount) {
    boolean volumeOrPath =
        mount.kind() == MountSpec.Kind.VOLUME || mount.kind() == MountSpec.Kind.BIND;
    return !volumeOrPath || mount.options().contains("O") || mount.options().contains("U");
  }

  private static String problem(MountSpec mount) {
    return "mount %s: idmap goes with a volume or a path of the host, without O and U"
        .formatted(mount.destination().replaceAll("\\p{Cntrl}", "?"));
  }
}
