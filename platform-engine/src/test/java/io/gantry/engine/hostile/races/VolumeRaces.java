package io.gantry.engine.hostile.races;

import static io.gantry.engine.storage.TarBuilder.aTar;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.TenantId;
import io.gantry.engine.hostile.Area.Needs;
import io.gantry.engine.hostile.Ground;
import io.gantry.engine.hostile.races.Race.Round;
import io.gantry.engine.linux.Swapper.Pair;
import io.gantry.engine.state.ContainerConfig;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Volumes that shift while they are read, filled and compared. */
final class VolumeRaces {
  private static final byte[] ARCHIVE =
      aTar().directory("swapped").file("swapped/secret", "new").file("swapped/sub/x", "n").build();

  private VolumeRaces() {}

  static List<Race> all() {
    return List.of(
        new Race("a volume is exported", Needs.ROOT, VolumeRaces::export),
        new Race("an archive is imported into a volume", Needs.ROOT, VolumeRaces::importInto),
        new Race("a volume is compared with its image", Needs.ROOT, VolumeRaces::plan));
  }

  private static Path create(Ground ground) {
    return ground.rooms().volumes.create(TenantId.DEFAULT, "data").data();
  }

  private static Round export(Ground ground) throws Exception {
    Shifting shifting = Shifting.make(ground, create(ground), "swapped");
    return Round.of(
        shifting.pairs(),
        g -> {
          ByteArrayOutputStream archive = new ByteArrayOutputStream();
          g.rooms().volumes.exportTo(TenantId.DEFAULT, "data", archive);
          return archive.toByteArray();
        });
  }

  /** The directory itself shifts, which nobody but root could do. */
  private static Round importInto(Ground ground) throws Exception {
    Path data = create(ground);
    Path own = data.resolveSibling("");
    Files.createSymbolicLink(own.resolve("other"), ground.canary().directory());
    List<Pair> pairs = List.of(new Pair(own, "_data", "other"));
    return Round.of(
        pairs,
        g -> {
          g.rooms().volumes.importFrom(TenantId.DEFAULT, "data", new ByteArrayInputStream(ARCHIVE));
          return "imported";
        });
  }

  private static Round plan(Ground ground) throws Exception {
    // The seeds of the rooms show their home as the files of every image.
    Path image = Files.createDirectories(ground.home().resolve("swapped"));
    Files.writeString(image.resolve("first"), "x");
    MountSpec mount = new MountSpec(MountSpec.Kind.VOLUME, "data", "/swapped", false, List.of());
    ContainerConfig config = ground.create(ContainerSpec.builder("image").mounts(mount));
    var volumes = ground.rooms().volumes;
    volumes.ofContainers().claim(config);
    volumes.ofContainers().copyUp(config, ground.home());
    Path data = volumes.inspect(TenantId.DEFAULT, "data").data();
    Shifting inVolume = Shifting.make(ground, data, "swapped");
    Shifting inImage = Shifting.make(ground, image, "swapped");
    return Round.of(
        Stream.concat(inVolume.pairs().stream(), inImage.pairs().stream()).toList(),
        g -> g.rooms().volumes.reseedPlan(TenantId.DEFAULT, "data"));
  }
}
