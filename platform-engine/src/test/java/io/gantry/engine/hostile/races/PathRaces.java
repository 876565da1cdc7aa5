package io.gantry.engine.hostile.races;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.image.ImageConfig;
import io.gantry.engine.hostile.Area.Needs;
import io.gantry.engine.hostile.Ground;
import io.gantry.engine.hostile.races.Race.Round;
import io.gantry.engine.linux.Descriptor;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.OpenFlags;
import io.gantry.engine.linux.RegularFile;
import io.gantry.engine.linux.SafePath;
import io.gantry.engine.linux.Swapper.Pair;
import io.gantry.engine.spec.AccountEntries;
import io.gantry.engine.spec.ResolvedUser;
import io.gantry.engine.spec.SpecRequests;
import io.gantry.engine.spec.UserLookup;
import io.gantry.engine.spec.WorkingDirectory;
import io.gantry.engine.state.ContainerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Paths in a root that shifts. */
final class PathRaces {
  private static final ResolvedUser UNKNOWN =
      new ResolvedUser(4711, 42, List.of(42L), "/", false, false);

  private PathRaces() {}

  /** Works on the root. */
  @FunctionalInterface
  private interface InRoot {
    Object work(SafePath root, int round) throws Exception;
  }

  static List<Race> all() {
    return List.of(
        inRoot("a file is read", (root, i) -> root.readRegularFile("swapped/secret", 1 << 20)),
        inRoot("a directory is listed", (root, i) -> root.list("swapped/sub")),
        inRoot(
            "directories are made",
            (root, i) -> root.makeDirectories("swapped/sub/made-%d/x".formatted(i), 0755, 0, 0)),
        inRoot(
            "a link is made", (root, i) -> root.symlink("swapped/link-" + i, "/proc/mounts", 0, 0)),
        new Race("users are looked up", Needs.ROOT, PathRaces::lookUp),
        new Race("a user is given a name", Needs.ROOT, PathRaces::giveName),
        new Race("a working directory is made", Needs.ROOT, PathRaces::makeWorkingDirectory));
  }

  private static Race inRoot(String operation, InRoot work) {
    return new Race(
        operation,
        Needs.ROOT,
        ground -> {
          Shifting shifting = Shifting.make(ground, ground.root(), "swapped");
          SafePath root = SafePath.root(ground.root());
          AtomicInteger round = new AtomicInteger();
          return new Round(shifting.pairs(), g -> work.work(root, round.getAndIncrement()), root);
        });
  }

  private static Round lookUp(Ground ground) throws Exception {
    return Round.of(accounts(ground), g -> UserLookup.in(g.root()).resolve("me").home());
  }

  /** {@code /etc} is exchanged as a whole, and its files with an empty one. */
  private static List<Pair> accounts(Ground ground) throws Exception {
    Shifting etc = Shifting.make(ground, ground.root(), "etc");
    List<Pair> pairs = new ArrayList<>(etc.pairs());
    for (String file : List.of("passwd", "group")) {
      Files.writeString(etc.path().resolve(file), "me:x:7:7::/home:/bin/sh\n");
      Path unused = Files.createFile(etc.path().resolve(file + "-empty"));
      pairs.add(new Pair(etc.path(), file, file + "-empty"));
    }
    return pairs;
  }

  private static Round giveName(Ground ground) throws Exception {
    List<Pair> pairs = accounts(ground);
    ContainerConfig config =
        SpecRequests.config(ContainerSpec.builder("image").build(), ImageConfig.EMPTY);
    Directory etc = Directory.open(ground.root().resolve("etc"));
    return new Round(
        pairs,
        g -> {
          truncate(etc, "passwd-empty");
          AccountEntries.add(config, g.root(), UNKNOWN);
          return "added";
        },
        etc);
  }

  private static void truncate(Directory directory, String name) throws Exception {
    try (Descriptor file = directory.open(name, OpenFlags.O_WRONLY, 0)) {
      RegularFile.truncate(file, 0);
    }
  }

  private static Round makeWorkingDirectory(Ground ground) throws Exception {
    AtomicInteger round = new AtomicInteger();
    return Round.of(
        Shifting.make(ground, ground.root(), "swapped").pairs(),
        g -> {
          WorkingDirectory.prepare(
              startingIn("/swapped/sub/work-" + round.getAndIncrement()),
              g.root(),
              ResolvedUser.ROOT);
          return "made";
        });
  }

  private static ContainerConfig startingIn(String directory) {
    ImageConfig image = new ImageConfig(null, null, null, directory, null, null, null, null);
    return SpecRequests.config(ContainerSpec.builder("image").build(), image);
  }
}
