package io.gantry.bench.load;

import io.gantry.bench.product.HostProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What an engine holds of its host: mounts, network namespaces, cgroups, processes. */
final class OwnHost {
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
  private static final int TARGET = 4;

  private OwnHost() {}

  static void count(Premises premises, Tally tally) throws IOException {
    mounts(premises, tally);
    cgroups(premises, tally);
    processes(premises, tally);
  }

  /** A network namespace that is kept is a mount of its file. */
  private static void mounts(Premises premises, Tally tally) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
      String target = line.split(" ", -1)[TARGET];
      if (premises.hold(Path.of(target))) {
        String what = line.contains(" - nsfs ") ? "namespace " : "mount ";
        tally.add(what + premises.kindOf(target));
      }
    }
  }

  private static void cgroups(Premises premises, Tally tally) throws IOException {
    try (Stream<Path> hierarchies = Files.list(CGROUPS)) {
      for (Path hierarchy : Stream.concat(Stream.of(CGROUPS), hierarchies).toList()) {
        Path parent = Path.of(hierarchy + premises.cgroupParent());
        if (Files.isDirectory(hierarchy, LinkOption.NOFOLLOW_LINKS) && Files.isDirectory(parent)) {
          try (Stream<Path> groups = Files.find(parent, 9, (path, is) -> is.isDirectory())) {
            groups.forEach(group -> tally.add("cgroup " + premises.kindOf(group.toString())));
          }
        }
      }
    }
  }

  private static void processes(Premises premises, Tally tally) throws IOException {
    for (HostProcess process : HostProcess.all()) {
      boolean own = process.mentions(premises.home()) || process.mentions(premises.runDir());
      if (own && process.pid() != ProcessHandle.current().pid()) {
        tally.add("process " + nameOf(process.command()));
      }
    }
  }

  private static String nameOf(List<String> command) {
    return command.getFirst().replaceFirst(".*/", "");
  }
}
