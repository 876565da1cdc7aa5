package io.gantry.engine.validation;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import java.util.stream.Stream;

/** An overlay over a mount's source has both directories of the user or none (USERVOLUMES-5). */
final class OverlayRules implements SpecRule {
  private static final String OVERLAY = "O";
  private static final String UPPER = "upperdir=/";
  private static final String WORK = "workdir=/";

  @Override
  public Stream<String> problems(ContainerSpec spec) {
    return spec.mounts().stream().flatMap(OverlayRules::problems);
  }

  private static Stream<String> problems(MountSpec mount) {
    Stream.Builder<String> problems = Stream.builder();
    boolean overlay = mount.options().contains(OVERLAY);
    boolean upper = has(mount, UPPER);
    boolean work = has(mount, WORK);
    if (upper != work) {
      problems.add(at(mount) + "upperdir and workdir are given together, as absolute paths");
    }
    if ((upper || work) && !overlay) {
      problems.add(at(mount) + "upperdir and workdir belong to the option O");
    }
    if (overlay && (mount.kind() == MountSpec.Kind.TMPFS || mount.kind() == MountSpec.Kind.IMAGE)) {
      problems.add(at(mount) + "O lies over a volume or a path of the host");
    }
    return problems.build();
  }

  private static boolean has(MountSpec mount, String option) {
    return mount.options().stream().anyMatch(asked -> asked.startsWith(option));
  }

  private static String at(MountSpec mount) {
    return "mount %s: ".formatted(mount.destination().replaceAll("\\p{Cntrl}", "?"));
  }
}
