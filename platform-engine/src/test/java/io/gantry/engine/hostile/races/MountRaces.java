package io.gantry.engine.hostile.races;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.TenantId;
import io.gantry.engine.hostile.Area.Needs;
import io.gantry.engine.hostile.Canary;
import io.gantry.engine.hostile.Ground;
import io.gantry.engine.hostile.races.Race.Round;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.ContainerRecord;
import io.gantry.engine.state.StoredContainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Roots and volumes that shift while they are mounted and given away. */
final class MountRaces {
  private MountRaces() {}

  static List<Race> all() {
    return List.of(
        new Race("/etc of a root is prepared", Needs.ROOT, ground -> mountAgain(ground, "etc")),
        new Race("/dev of a root is checked", Needs.ROOT, ground -> mountAgain(ground, "dev")),
        new Race("volumes are filled from a root", Needs.ROOT, MountRaces::copyUp),
        new Race("volumes get their first owner", Needs.ROOT, MountRaces::firstOwner),
        new Race("parts of a volume are mounted", Needs.ROOT, MountRaces::mountPart),
        new Race("a volume is given to a user", Needs.ROOT, MountRaces::giveAway));
  }

  private static Round mountAgain(Ground ground, String name) throws Exception {
    ContainerConfig config = ground.create(ContainerSpec.builder("image"));
    Path root = ground.rooms().roots.mount(config);
    Files.deleteIfExists(root.resolve("etc/mtab"));
    Files.deleteIfExists(root.resolve(name));
    Shifting shifting = Shifting.make(ground, root, name);
    return Round.of(shifting.pairs(), g -> mountAndForget(g, config));
  }

  /** The link is taken away each time, so that it is made again. */
  private static Object mountAndForget(Ground ground, ContainerConfig config) throws Exception {
    Path root = ground.rooms().roots.mount(config);
    try (Directory etc = Directory.open(root.resolve("etc"))) {
      etc.unlink("mtab");
    }
    return root;
  }

  private static ContainerSpec.Builder withVolumes(int round) {
    List<MountSpec> mounts = new ArrayList<>();
    for (String destination : List.of("/swapped", "/swapped/sub")) {
      String name = "v%d-%d".formatted(round, mounts.size());
      mounts.add(new MountSpec(MountSpec.Kind.VOLUME, name, destination, false, List.of()));
    }
    return ContainerSpec.builder("image").mounts(mounts.toArray(MountSpec[]::new));
  }

  private static Round copyUp(Ground ground) throws Exception {
    Shifting shifting = Shifting.make(ground, ground.root(), "swapped");
    Path root = ground.root();
    AtomicInteger round = new AtomicInteger();
    return Round.of(
        shifting.pairs(),
        g -> {
          ContainerConfig config =
              g.rooms().container(withVolumes(round.getAndIncrement()).build());
          g.rooms().volumes.ofContainers().claim(config);
          g.rooms().volumes.ofContainers().copyUp(config, root);
          return "filled";
        });
  }

  private static Round firstOwner(Ground ground) throws Exception {
    Shifting shifting = Shifting.make(ground, ground.root(), "swapped");
    Path root = ground.root();
    AtomicInteger round = new AtomicInteger();
    return Round.of(
        shifting.pairs(),
        g -> {
          ContainerConfig config =
              g.rooms().container(withVolumes(round.getAndIncrement()).build());
          g.rooms().volumes.ofContainers().claim(config);
          g.rooms().volumes.ofContainers().own(config, root, 4711, 4711);
          return owner(g, config);
        });
  }

  /** The owner of the canary's directory must never become a volume's. */
  private static String owner(Ground ground, ContainerConfig config) throws Exception {
    for (var volume : ground.rooms().volumes.ofContainers().mounts(config)) {
      try (Directory data = Directory.open(volume.source())) {
        if (data.status().uid() == Canary.OWNER) {
          return Canary.MARK;
        }
      }
    }
    return "owned";
  }

  private static Round mountPart(Ground ground) throws Exception {
    Path data = ground.rooms().volumes.create(TenantId.DEFAULT, "data").data();
    Shifting shifting = Shifting.make(ground, data, "swapped");
    ContainerConfig config = ground.create(withOption("subpath=swapped/sub"));
    return Round.of(shifting.pairs(), g -> part(g, config));
  }

  private static ContainerSpec.Builder withOption(String option) {
    return ContainerSpec.builder("image")
        .mounts(new MountSpec(MountSpec.Kind.VOLUME, "data", "/data", false, List.of(option)));
  }

  private static Object part(Ground ground, ContainerConfig config) throws Exception {
    var roots = ground.rooms().roots;
    try {
      Path unused = roots.mount(config);
      Path shown = roots.volumes(config).getFirst().source();
      Files.writeString(shown.resolve("written"), "x");
      return Files.readString(shown.resolve("secret"));
    } finally {
      roots.unmount(config);
    }
  }

  private static Round giveAway(Ground ground) throws Exception {
    Path data = ground.rooms().volumes.create(TenantId.DEFAULT, "data").data();
    Shifting shifting = Shifting.make(ground, data, "swapped");
    ContainerConfig config = ground.create(withOption("U"));
    Path unused = ground.rooms().roots.mount(config);
    StoredContainer container = new StoredContainer(config, ContainerRecord.configured());
    return Round.of(
        shifting.pairs(),
        g -> {
          g.rooms().roots.prepareSources(container, 4711, 4711);
          return "given";
        });
  }
}
