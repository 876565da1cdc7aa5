package io.gantry.engine.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the mounted hierarchies in the format of /proc/self/mountinfo. */
final class MountedHierarchies {
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

  private MountedHierarchies() {}

  /** Empty if no control groups are mounted. */
  static Optional<Hierarchies> detect() throws IOException {
    return parse(Files.readAllLines(MOUNTS));
  }

  static Optional<Hierarchies> parse(List<String> mounts) {
    Map<String, Path> roots = new LinkedHashMap<>();
    Optional<Path> unified = Optional.empty();
    for (String line : mounts) {
      String[] halves = line.split(" - ", 2);
      String[] mount = halves[0].split(" ", -1);
      String[] fileSystem = halves[1].split(" ", -1);
      Path target = Path.of(mount[4]);
      if (fileSystem[0].equals("cgroup2")) {
        unified = unified.or(() -> Optional.of(target));
      } else if (fileSystem[0].equals("cgroup")) {
        // Controllers are among the mount's options; those that are none do no harm here.
        for (String option : fileSystem[2].split(",", -1)) {
          roots.putIfAbsent(option, target);
        }
      }
    }
    if (roots.isEmpty()) {
      return unified.map(UnifiedHierarchy::new);
    }
    unified.ifPresent(root -> roots.put("unified", root));
    return Optional.of(new SeparateHierarchies(roots));
  }
}
