package io.gantry.engine.hostile.cases;

import static io.gantry.engine.hostile.Expected.done;
import static io.gantry.engine.hostile.Expected.refused;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.engine.hostile.Area;
import io.gantry.engine.hostile.Case;
import io.gantry.engine.hostile.Expected;
import io.gantry.engine.hostile.Ground;
import io.gantry.engine.linux.DeviceNumber;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.FileType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Parts of volumes that lead elsewhere. */
final class SubpathCases {
  private SubpathCases() {}

  /** Puts something into a volume. */
  @FunctionalInterface
  private interface Fill {
    void volume(Ground ground, Path data) throws Exception;
  }

  static Area area() {
    List<Case> cases = new ArrayList<>();
    for (LinkKind kind : LinkKind.values()) {
      cases.add(shown(kind + " in a volume", (g, data) -> link(kind, g, data), "part", invalid()));
      cases.add(
          shown(
              kind + " above a part", (g, data) -> link(kind, g, data), "part/secret", invalid()));
    }
    cases.add(shown("a climbing subpath", (g, data) -> {}, "../../../../beside", invalid()));
    cases.add(shown("a subpath that is not there", (g, data) -> {}, "part", invalid()));
    for (FileType type : List.of(FileType.FIFO, FileType.SOCKET, FileType.CHARACTER_DEVICE)) {
      cases.add(shown("a " + type, (g, data) -> node(data, type), "part", invalid()));
    }
    cases.add(
        shown(
            "a link inside the volume",
            (g, data) -> {
              Files.createDirectories(data.resolve("a/b"));
              Files.createSymbolicLink(data.resolve("part"), Path.of("/a"));
            },
            "part",
            done("shows what is inside", (g, names) -> requireInside(names))));
    return new Area("subpaths of volumes", Area.Needs.ROOT, cases);
  }

  private static Expected invalid() {
    return refused(ErrorCode.INVALID_ARGUMENT);
  }

  private static void link(LinkKind kind, Ground ground, Path data) throws Exception {
    Files.createSymbolicLink(data.resolve("part"), Path.of(kind.target(ground.canary(), "sub")));
    switch (kind) {
      case CHAINED -> Files.createSymbolicLink(data.resolve("hop-1"), ground.canary().path("sub"));
      case LOOP -> Files.createSymbolicLink(data.resolve("round"), Path.of("part"));
      case ABSOLUTE, CLIMBING, DANGLING -> {
        // One link is all of it.
      }
    }
  }

  private static void node(Path data, FileType type) throws Exception {
    try (Directory top = Directory.open(data)) {
      top.makeNode("part", type, 0600, new DeviceNumber(1, 5));
    }
  }

  private static Case shown(String what, Fill fill, String subpath, Expected expected) {
    MountSpec mount =
        new MountSpec(MountSpec.Kind.VOLUME, "data", "/data", false, List.of("subpath=" + subpath));
    return Case.planted(
            what,
            g -> {
              fill.volume(g, g.rooms().volumes.create(TenantId.DEFAULT, "data").data());
              var unused = g.create(ContainerSpec.builder("image").mounts(mount));
            })
        .when("subpath=%s is mounted".formatted(subpath), SubpathCases::names)
        .then(expected);
  }

  private static List<String> names(Ground ground) throws Exception {
    Path unused = ground.rooms().roots.mount(ground.container());
    Path part = ground.rooms().roots.volumes(ground.container()).getFirst().source();
    try (Directory shown = Directory.open(part)) {
      return shown.list();
    }
  }

  private static void requireInside(Object names) {
    LayerCases.require(names.equals(List.of("b")), "it shows " + names);
  }
}
