package io.gantry.engine.hostile.cases;

import static io.gantry.engine.storage.TarBuilder.aTar;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.engine.hostile.Area;
import io.gantry.engine.hostile.Case;
import io.gantry.engine.hostile.Expected;
import io.gantry.engine.hostile.Ground;
import io.gantry.engine.storage.LayerLimits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Archives that are to fill a volume. */
final class VolumeArchiveCases {
  private static final LayerLimits TIGHT = new LayerLimits(4 << 20, 20, 10, Duration.ofSeconds(20));

  private VolumeArchiveCases() {}

  static Area area() {
    return new Area(
        "archives of volumes",
        Area.Needs.ROOT,
        List.of(
            refused("a climbing name", g -> aTar().file("../out", "x").build()),
            refused(
                "an absolute name", g -> aTar().file(g.canary().path("x").toString(), "x").build()),
            refused(
                "a file through a link",
                g -> aTar().symlink("l", beside(g)).file("l/out", "x").build()),
            refused("a hard link out", g -> aTar().hardLink("h", beside(g) + "/secret").build()),
            refused("a link as the top", g -> aTar().symlink(".", beside(g)).build()),
            refused("more entries than allowed", g -> Archives.files(30).build()),
            refused("a file too large", g -> aTar().file("a", new byte[5 << 20]).build()),
            refused("an archive cut off", g -> cut()),
            refused(
                "no archive", g -> "no archive".repeat(5000).getBytes(StandardCharsets.US_ASCII))));
  }

  private static Case refused(String what, Function<Ground, byte[]> archive) {
    return Case.planted(
            what,
            ground -> {
              ground.bring(archive.apply(ground));
              var unused = ground.rooms().volumes.create(TenantId.DEFAULT, "data");
            })
        .when("imported into a volume", VolumeArchiveCases::importInto)
        .then(refusedAndEmpty());
  }

  private static @Nullable Object importInto(Ground ground) {
    ground.rooms().volumes.importFrom(TenantId.DEFAULT, "data", ground.brought(), TIGHT);
    return null;
  }

  private static Expected refusedAndEmpty() {
    Expected refused = Expected.refused(ErrorCode.INVALID_ARGUMENT);
    return new Expected(
        refused.words() + ", the volume is empty",
        (ground, outcome) -> {
          refused.check().of(ground, outcome);
          Path data = ground.rooms().volumes.inspect(TenantId.DEFAULT, "data").data();
          try (Stream<Path> left = Files.walk(data.resolveSibling(""))) {
            LayerCases.require(left.count() == 2, "something of it stays");
          }
        });
  }

  private static String beside(Ground ground) {
    return ground.canary().directory().toString();
  }

  private static byte[] cut() {
    return Arrays.copyOf(aTar().file("a", "x").file("b", new byte[4000]).build(), 3000);
  }
}
