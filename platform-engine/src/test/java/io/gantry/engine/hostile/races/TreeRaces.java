package io.gantry.engine.hostile.races;

import static io.gantry.engine.storage.TarBuilder.aTar;

import io.gantry.api.container.ContainerSpec;
import io.gantry.engine.hostile.Area.Needs;
import io.gantry.engine.hostile.Canary;
import io.gantry.engine.hostile.Ground;
import io.gantry.engine.hostile.races.Race.Round;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.Swapper.Pair;
import io.gantry.engine.linux.TreeRemoval;
import io.gantry.engine.spec.SpecRequests;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.storage.ContainerExport;
import io.gantry.engine.storage.ContainerStorage;
import io.gantry.engine.storage.StorageOptions;
import io.gantry.engine.storage.TreeUnpack;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Trees that shift while they are written, read, measured, unpacked to and removed. */
final class TreeRaces {
  private static final byte[] CHANGES =
      aTar()
          .directory("swapped")
          .file("swapped/secret", "new")
          .file("swapped/sub/file", "new")
          .file("swapped/text", "new")
          .directory("swapped/sub")
          .build();

  private TreeRaces() {}

  static List<Race> all() {
    return List.of(
        new Race("a root is exported", Needs.ROOT, TreeRaces::export),
        new Race("what a container changed is written", Needs.ROOT, TreeRaces::difference),
        new Race("a root is measured", Needs.ROOT, TreeRaces::measure),
        new Race("an archive is unpacked over a tree", Needs.ROOT, TreeRaces::unpack),
        new Race("changes are applied to a root", Needs.ROOT, TreeRaces::apply),
        new Race("a tree is removed", Needs.ROOT, TreeRaces::remove),
        new Race("a tree is removed by its name", Needs.ROOT, TreeRaces::removeTop),
        new Race("a container's storage is deleted", Needs.ROOT, TreeRaces::deleteStorage));
  }

  private static List<Pair> shifting(Ground ground) throws Exception {
    return Shifting.make(ground, ground.root(), "swapped").pairs();
  }

  private static Round export(Ground ground) throws Exception {
    return Round.of(
        shifting(ground),
        g -> {
          ByteArrayOutputStream archive = new ByteArrayOutputStream();
          ContainerExport.write(SpecRequests.ID, g.root(), archive);
          return archive.toByteArray();
        });
  }

  private static Round difference(Ground ground) throws Exception {
    ContainerConfig config = ground.create(ContainerSpec.builder("image"));
    return Round.of(
        shifting(ground),
        g -> {
          ByteArrayOutputStream archive = new ByteArrayOutputStream();
          var unused = g.rooms().storage.writeDifference(config.id(), archive);
          return archive.toByteArray();
        });
  }

  /** The canary's longest file would show. */
  private static Round measure(Ground ground) throws Exception {
    return Round.of(
        shifting(ground),
        g -> {
          long bytes = ContainerStorage.sizesOf(g.root()).writableBytes();
          return bytes > 1000 ? Canary.MARK : "measured";
        });
  }

  private static Round unpack(Ground ground) throws Exception {
    return Round.of(
        shifting(ground),
        g -> {
          TreeUnpack.into(g.root(), g.directory(), new ByteArrayInputStream(CHANGES));
          return "unpacked";
        });
  }

  private static Round apply(Ground ground) throws Exception {
    ContainerConfig config = ground.create(ContainerSpec.builder("image"));
    return Round.of(
        shifting(ground),
        g -> {
          List<String> deleted = List.of("swapped/secret", "swapped/sub");
          g.rooms()
              .storage
              .applyDifference(config.id(), deleted, new ByteArrayInputStream(CHANGES));
          return "applied";
        });
  }

  private static Round remove(Ground ground) throws Exception {
    Path tree = Files.createDirectories(ground.root().resolve("tree"));
    Directory top = Directory.open(tree);
    return new Round(List.of(new Pair(tree, "sub", "link")), g -> removeWhatShifts(g, top), top);
  }

  private static String removeWhatShifts(Ground ground, Directory top) throws Exception {
    if (!top.contains("sub")) {
      top.makeDirectory("sub", 0700);
    }
    if (!top.contains("link")) {
      top.symlink("link", ground.canary().directory().toString());
    }
    try (Directory sub = top.directory("sub")) {
      sub.makeDirectory("deep", 0700);
    }
    TreeRemoval.remove(top, "sub");
    TreeRemoval.remove(top, "link");
    return "removed";
  }

  private static Round removeTop(Ground ground) throws Exception {
    return Round.of(
        List.of(new Pair(ground.root(), "tree", "other")),
        g -> {
          Path made = g.directory().resolve("new");
          Files.createDirectories(made.resolve("sub/deep"));
          Files.writeString(made.resolve("sub/secret"), "inside");
          try (Directory parent = Directory.open(g.root())) {
            TreeRemoval.remove(parent, "tree");
            TreeRemoval.remove(parent, "other");
            parent.symlink("other", g.canary().directory().toString());
            Files.move(made, g.root().resolve("tree"));
            TreeRemoval.remove(parent, "tree");
          }
          return "removed";
        });
  }

  private static Round deleteStorage(Ground ground) throws Exception {
    ContainerConfig config = ground.create(ContainerSpec.builder("image"));
    StorageOptions options = StorageOptions.of(config.spec(), config.image());
    Path upper = ground.root();
    return Round.of(
        Shifting.make(ground, upper, "swapped").pairs(),
        g -> {
          g.rooms().storage.delete(config.id());
          var unused = g.rooms().storage.create(config.id(), options);
          return Shifting.make(g, upper, "swapped");
        });
  }
}
