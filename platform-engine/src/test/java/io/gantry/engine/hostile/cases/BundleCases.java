package io.gantry.engine.hostile.cases;

import static io.gantry.engine.hostile.Expected.insideOrRefused;

import io.gantry.api.container.ContainerId;
import io.gantry.engine.Engine;
import io.gantry.engine.hostile.Area;
import io.gantry.engine.hostile.Case;
import io.gantry.engine.hostile.Ground;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.TreeRemoval;
import io.gantry.engine.state.ContainerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Links where monitor, runtime and engine meet, planted between creation and start. */
final class BundleCases {
  private BundleCases() {}

  static Area area() {
    List<Case> cases = new ArrayList<>();
    for (LinkKind kind : List.of(LinkKind.ABSOLUTE, LinkKind.DANGLING)) {
      for (String name :
          List.of("ctr.log", "attach", "ctl", "winsz", "oom", "exit", "config.json")) {
        cases.add(planted(kind, name, "file", ContainerConfig::staticDir));
      }
      for (String name : List.of("shm", "overlay", "subpaths", "artifacts")) {
        cases.add(planted(kind, name, "sub", ContainerConfig::staticDir));
      }
      for (String name : List.of("pidfile", "conmon.pid", "oci-log", "hosts")) {
        cases.add(planted(kind, name, "file", ContainerConfig::runDir));
      }
      cases.add(planted(kind, "run", "sub", ContainerConfig::runDir));
    }
    return new Area("bundle and run directory, planted", Area.Needs.CONTAINERS, cases);
  }

  private static Case planted(
      LinkKind kind, String name, String target, Function<ContainerConfig, Path> directory) {
    return Case.given("%s at %s".formatted(kind, name))
        .when(
            "its container is run and removed",
            g -> run(g, directory, name, kind.target(g.canary(), target)))
        .then(insideOrRefused());
  }

  /** What the link leads to is no part of what this does: the canary is as it was. */
  private static String run(
      Ground ground, Function<ContainerConfig, Path> directory, String name, String target)
      throws Exception {
    Engine engine = ground.engine();
    ContainerId id = Containers.create(engine, Containers.good("echo hello; exit 7"));
    Path parent = directory.apply(engine.inspect(id).config());
    try (Directory open = Directory.open(parent)) {
      TreeRemoval.remove(open, name);
    }
    Files.createSymbolicLink(parent.resolve(name), Path.of(target));
    return Containers.run(engine, id);
  }
}
