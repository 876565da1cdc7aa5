package io.gantry.engine.hostile.cases;

import static io.gantry.engine.hostile.Expected.done;
import static io.gantry.engine.storage.TarBuilder.aTar;

import io.gantry.api.error.ErrorCode;
import io.gantry.engine.hostile.Act;
import io.gantry.engine.hostile.Area;
import io.gantry.engine.hostile.Case;
import io.gantry.engine.hostile.Expected;
import io.gantry.engine.hostile.Ground;
import io.gantry.engine.storage.LayerLease;
import io.gantry.engine.storage.LayerLimits;
import io.gantry.engine.storage.LayerSource;
import io.gantry.engine.storage.LayerStore;
import io.gantry.engine.storage.TarBuilder;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Layers that want out of the directory they are unpacked to. */
final class LayerCases {
  static final LayerLimits TIGHT = new LayerLimits(8 << 20, 1000, 50, Duration.ofSeconds(20));

  private static final String OPERATION = "unpacked as a layer";

  private LayerCases() {}

  static Area area() {
    List<Case> cases =
        Stream.of(names(), links(), marks(), kinds(), harmless()).flatMap(List::stream).toList();
    return new Area("archives: layers that want out", Area.Needs.ROOT, cases);
  }

  private static List<Case> names() {
    return List.of(
        refused("a climbing name", g -> aTar().file("../beside/secret", "x")),
        refused("a name that climbs in its middle", g -> aTar().file("a/../../beside/x", "x")),
        refused("an absolute name", g -> aTar().file(g.canary().path("x").toString(), "x")),
        refused("a climbing directory", g -> aTar().directory("../beside/made")),
        refused("a name with NUL", g -> withNul()),
        refused("a name too long", g -> aTar().file("a/".repeat(3000) + "b", "x")),
        refused("a component too long", g -> aTar().file("a".repeat(256), "x")),
        refused("a name too deep", g -> aTar().file("a/".repeat(51) + "b", "x")),
        refused("a file below a file", g -> aTar().file("a", "1").file("a/b", "2")),
        refused("a file over a full directory", g -> aTar().file("d/a", "1").file("d", "2")),
        refused("a file as the root", g -> aTar().file(".", "2")),
        refused("a link as the root", g -> aTar().symlink(".", "/")));
  }

  private static List<Case> links() {
    return List.of(
        refused("a file through an absolute link", g -> through(beside(g))),
        refused("a file through a climbing link", g -> through(climbing(g))),
        refused("a file through a link within", g -> through("d")),
        refused(
            "a directory through a link", g -> aTar().symlink("l", beside(g)).directory("l/made")),
        refused("a hard link to the host", g -> aTar().hardLink("s", beside(g) + "/secret")),
        refused("a climbing hard link", g -> aTar().hardLink("s", climbing(g) + "/secret")),
        refused(
            "a hard link through a link",
            g -> aTar().symlink("l", climbing(g)).hardLink("s", "l/secret")),
        refused("a hard link to nothing", g -> aTar().hardLink("a", "b")),
        refused("a hard link to itself", g -> aTar().file("a", "1").hardLink("a", "a")),
        refused("a hard link to a directory", g -> aTar().directory("d").hardLink("a", "d")));
  }

  private static List<Case> marks() {
    return List.of(
        refused(
            "a whiteout through a link",
            g -> aTar().symlink("l", beside(g)).whiteout("l/.wh.secret")),
        refused(
            "an opaque mark through a link",
            g -> aTar().symlink("l", beside(g)).whiteout("l/.wh..wh..opq")),
        refused("a whiteout of the parent", g -> aTar().directory("d").whiteout("d/.wh...")),
        refused("a whiteout of nothing", g -> aTar().whiteout(".wh.")),
        refused("a climbing whiteout", g -> aTar().whiteout("../.wh.beside")));
  }

  private static List<Case> kinds() {
    return List.of(
        refused("an attribute that steers overlay", LayerCases::redirected),
        refused("a user id too large", g -> owned(0xffffffffL)),
        refused("a user id negative", g -> owned(-1L)),
        refused("an entry of an unknown kind", g -> aTar().header((byte) 'Z', new byte[0])));
  }

  private static List<Case> harmless() {
    return List.of(
        unpacked(
            "entries of one name, links among them",
            g ->
                aTar()
                    .file("a", "first")
                    .symlink("a", beside(g) + "/secret")
                    .file("a", "second")
                    .directory("d")
                    .symlink("d", beside(g))
                    .directory("d")
                    .file("d/secret", "mine"),
            done(
                "the last of each is kept",
                (g, tree) -> {
                  requireContent(tree, "a", "second");
                  requireContent(tree, "d/secret", "mine");
                })),
        unpacked(
            "links that lead out",
            g -> aTar().symlink("etc", climbing(g)).symlink("loop", "loop"),
            done("they stay what they are", LayerCases::requireLinks)),
        unpacked(
            "a hard link to a link that leads out",
            g -> aTar().symlink("l", beside(g) + "/secret").hardLink("m", "l"),
            done("the link has two names", (g, tree) -> requireLink(tree, "m"))),
        unpacked(
            "a device of the host's disk",
            g -> aTar().characterDevice("zero", 1, 5),
            done("it does nothing on a nodev mount", (g, tree) -> {})));
  }

  private static Case refused(String what, Function<Ground, TarBuilder> archive) {
    return unpacked(what, archive, refusedAndGone());
  }

  private static Case unpacked(
      String what, Function<Ground, TarBuilder> archive, Expected expected) {
    return Case.planted(what, g -> g.bring(archive.apply(g).build()))
        .when(OPERATION, unpack(TIGHT))
        .then(expected);
  }

  /** Unpacks what was brought, and tells where it lies. */
  static Act unpack(LayerLimits limits) {
    return ground -> unpack(ground, limits, ground::brought);
  }

  static Path unpack(Ground ground, LayerLimits limits, LayerSource source) {
    LayerStore store = LayerStore.open(ground.home(), limits);
    try (LayerLease lease = store.lease()) {
      return store.tree(lease.add(source).diffId());
    }
  }

  /** Refused, nothing of it stays, and a good archive is taken afterwards. */
  static Expected refusedAndGone() {
    Expected refused = Expected.refused(ErrorCode.IMAGE_INVALID);
    return new Expected(
        refused.words() + ", nothing stays",
        (ground, outcome) -> {
          refused.check().of(ground, outcome);
          try (Stream<Path> left = Files.list(ground.home().resolve("layers"))) {
            require(left.findAny().isEmpty(), "something of it stays");
          }
          Path good = unpack(ground, TIGHT, () -> new ByteArrayInputStream(aTar().build()));
          require(Files.isDirectory(good), "a good archive is not taken any more");
        });
  }

  static void require(boolean condition, String problem) {
    if (!condition) {
      throw new AssertionError(problem);
    }
  }

  private static void requireContent(Object tree, String name, String content) throws Exception {
    require(Files.readString(((Path) tree).resolve(name)).equals(content), name + " is another");
  }

  private static void requireLinks(Ground ground, Object tree) {
    requireLink(tree, "etc");
    requireLink(tree, "loop");
  }

  private static void requireLink(Object tree, String name) {
    require(Files.isSymbolicLink(((Path) tree).resolve(name)), name + " is no link");
  }

  private static String beside(Ground ground) {
    return ground.canary().directory().toString();
  }

  private static String climbing(Ground ground) {
    return "../".repeat(30) + beside(ground).substring(1);
  }

  private static TarBuilder through(String target) {
    return aTar().directory("d").symlink("l", target).file("l/file", "x");
  }

  private static TarBuilder owned(long uid) {
    return aTar().file("a", "1", entry -> entry.setUserId(uid));
  }

  private static TarBuilder redirected(Ground ground) {
    byte[] target = "/../../beside".getBytes(StandardCharsets.UTF_8);
    return aTar().attribute("trusted.overlay.redirect", target).directory("d");
  }

  private static TarBuilder withNul() {
    byte[] name = "a\0b".getBytes(StandardCharsets.UTF_8);
    return aTar().header(TarConstants.LF_GNUTYPE_LONGNAME, name).file("a", "1");
  }
}
