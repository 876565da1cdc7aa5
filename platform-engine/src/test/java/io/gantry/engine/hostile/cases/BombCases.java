package io.gantry.engine.hostile.cases;

import static io.gantry.engine.hostile.cases.LayerCases.TIGHT;
import static io.gantry.engine.storage.TarBuilder.aTar;

import io.gantry.engine.hostile.Area;
import io.gantry.engine.hostile.Case;
import io.gantry.engine.hostile.Expected;
import io.gantry.engine.hostile.Limits;
import io.gantry.engine.storage.LayerLimits;
import io.gantry.engine.storage.LayerSource;
import io.gantry.engine.storage.TarBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Layers that want more than there is, or never come to their end. */
final class BombCases {
  private static final LayerLimits HASTY = new LayerLimits(1 << 20, 1000, 50, Duration.ofMillis(1));

  private BombCases() {}

  static Area area() {
    List<Case> cases = new ArrayList<>(sizes());
    cases.addAll(cutOff());
    cases.addAll(streams());
    return new Area("archives: bombs, truncated, slow, endless", Area.Needs.ROOT, cases);
  }

  private static List<Case> sizes() {
    return List.of(
        refused("files too large together", BombCases::largeFiles),
        refused("more entries than allowed", () -> Archives.files(1001).build()),
        refused("a sparse file too large", Archives::hugeSparseFile),
        refused(
            "a small archive that unpacks to much",
            () -> Archives.gzip(aTar().file("a", new byte[9 << 20]).build())),
        refused("a GNU name of two megabytes", () -> longName(TarConstants.LF_GNUTYPE_LONGNAME)),
        refused(
            "a PAX header of two megabytes",
            () -> longName(TarConstants.LF_PAX_EXTENDED_HEADER_LC)),
        refused("a chain of 3,000 headers", BombCases::chain),
        taken(
            "100,000 empty gzip members before one",
            () -> Archives.manyMembers(100_000, aTar().file("a", "1").build())));
  }

  /** Cut at any place, of the archive or of its compression. */
  private static List<Case> cutOff() {
    byte[] tar = aTar().directory("d").file("d/a", "text").file("b", new byte[3000]).build();
    byte[] gzip = Archives.gzip(aTar().file("a", new byte[300_000]).build());
    byte[] damaged = gzip.clone();
    damaged[gzip.length - 6] ^= 0x55;
    List<Case> cases = new ArrayList<>();
    IntStream.iterate(100, length -> length < 5500, length -> length + 900)
        .forEach(length -> cases.add(cut("an archive", tar, length)));
    cases.add(cut("a gzip stream", gzip, gzip.length - 9));
    cases.add(cut("a gzip stream", gzip, 15));
    cases.add(refused("a gzip stream with another checksum", () -> damaged));
    cases.add(refused("no archive at all", BombCases::text));
    return cases;
  }

  private static Case cut(String what, byte[] content, int length) {
    return refused(
        "%s cut off after %d bytes".formatted(what, length), () -> Arrays.copyOf(content, length));
  }

  private static List<Case> streams() {
    byte[] content = aTar().file("a", new byte[1 << 19]).build();
    return List.of(
        arriving("a file of 4 GiB without end", TIGHT, Streams::endless),
        arriving("a gzip header without end", TIGHT, Streams::endlessGzipName),
        arriving("one byte at a time, for ever", HASTY, () -> Streams.slow(content)));
  }

  private static Case arriving(String what, LayerLimits limits, LayerSource source) {
    return Case.given(what)
        .when("unpacked as a layer", ground -> LayerCases.unpack(ground, limits, source))
        .then(LayerCases.refusedAndGone());
  }

  private static Case refused(String what, Supplier<byte[]> archive) {
    return Case.planted(what, ground -> ground.bring(archive.get()))
        .when("unpacked as a layer", LayerCases.unpack(TIGHT))
        .then(LayerCases.refusedAndGone());
  }

  private static Case taken(String what, Supplier<byte[]> archive) {
    return Case.planted(what, ground -> ground.bring(archive.get()))
        .when("unpacked as a layer", LayerCases.unpack(TIGHT))
        .then(Expected.done("is read to its end", (ground, tree) -> {}))
        .within(Limits.DEFAULT);
  }

  private static byte[] largeFiles() {
    return aTar().file("a", new byte[5 << 20]).file("b", new byte[4 << 20]).build();
  }

  private static byte[] text() {
    return "no archive".repeat(500).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] longName(byte kind) {
    byte[] name = "a".repeat(2 << 20).getBytes(StandardCharsets.UTF_8);
    return aTar().header(kind, name).file("a", "1").build();
  }

  private static byte[] chain() {
    TarBuilder tar = aTar();
    for (int i = 0; i < 3000; i++) {
      tar.header(TarConstants.LF_GNUTYPE_LONGNAME, new byte[] {'a', 0});
    }
    return tar.file("a", "1").build();
  }
}
