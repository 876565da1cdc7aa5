package io.gantry.engine.hostile.cases;

import static io.gantry.engine.hostile.Expected.done;
import static io.gantry.engine.hostile.Expected.refused;
import static io.gantry.engine.storage.TarBuilder.aTar;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.image.Digest;
import io.gantry.engine.Busybox;
import io.gantry.engine.Engine;
import io.gantry.engine.checkpoint.ArchivedContainer;
import io.gantry.engine.checkpoint.NewContainer;
import io.gantry.engine.checkpoint.SealedArchive;
import io.gantry.engine.hostile.Area;
import io.gantry.engine.hostile.Case;
import io.gantry.engine.hostile.Expected;
import io.gantry.engine.hostile.Ground;
import io.gantry.engine.storage.TarBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/** Archives of checkpoints that hold more than memory. */
public final class CheckpointCases {
  private static final List<String> PARENTS = List.of("containers", "storage", "imports");

  private CheckpointCases() {}

  /** Adds something to a good archive, or what it lacks. */
  @FunctionalInterface
  private interface Addition {
    TarBuilder to(TarBuilder tar, Ground ground);
  }

  static Area area() {
    return new Area(
        "archives of checkpoints",
        Area.Needs.CONTAINERS,
        List.of(
            imported("a good archive", (tar, g) -> tar),
            unsealed(),
            refusedWith("a climbing name", (tar, g) -> tar.file("../beside/secret", "x")),
            refusedWith(
                "an absolute name", (tar, g) -> tar.file(g.canary().path("x").toString(), "x")),
            refusedWith("a runtime spec of its own", (tar, g) -> tar.file("config.json", "{}")),
            refusedWith("a file among the images", (tar, g) -> tar.file("checkpoint/evil", "x")),
            refusedWith("a directory of images", (tar, g) -> tar.directory("checkpoint/a.img")),
            refusedWith(
                "a device among the images",
                (tar, g) -> tar.characterDevice("checkpoint/pstree.img", 1, 3)),
            refusedWith(
                "a link among the images",
                (tar, g) -> tar.symlink("checkpoint/pstree.img", secret(g))),
            refusedWith("a link nobody knows", (tar, g) -> tar.symlink("dump.link", secret(g))),
            refusedWith("a log that is a link", (tar, g) -> tar.symlink("ctr.log", secret(g))),
            refusedWith("a FIFO as the log", (tar, g) -> tar.fifo("ctr.log")),
            refusedWith(
                "artifacts that are a link", (tar, g) -> tar.symlink("artifacts", beside(g))),
            refusedWith(
                "an artifact that is a link",
                (tar, g) -> tar.directory("artifacts").symlink("artifacts/a", secret(g))),
            refusedWith("volumes that are a link", (tar, g) -> tar.symlink("volumes", beside(g))),
            refusedWith("deletions that climb", (tar, g) -> deleted(tar, "../beside/secret")),
            refusedWith("deletions of the root", (tar, g) -> deleted(tar, "/")),
            refusedWith(
                "deletions that are none",
                (tar, g) -> changed(tar, aTar()).file("deleted.files", "{")),
            refusedWith("changes that climb", (tar, g) -> changed(tar, climbing(g))),
            refusedWith("changes through a link", (tar, g) -> changed(tar, linked(g))),
            refusedWithout(
                "config.dump",
                "a link as config.dump",
                (tar, g) -> tar.symlink("config.dump", secret(g))),
            refusedWithout(
                "config.dump", "half a config.dump", (tar, g) -> tar.file("config.dump", "[1")),
            refusedWithout(
                "config.dump",
                "a config.dump without end",
                (tar, g) -> tar.file("config.dump", "[".repeat(500_000))),
            refusedWithout("spec.dump", "no spec.dump", (tar, g) -> tar)));
  }

  private static Case imported(String what, Addition addition) {
    return made(what, "", addition, done("is imported", (g, id) -> {}));
  }

  private static Case refusedWith(String what, Addition addition) {
    return made(what, "", addition, refused(ErrorCode.INVALID_ARGUMENT));
  }

  private static Case refusedWithout(String missing, String what, Addition addition) {
    return made(what, missing, addition, refused(ErrorCode.INVALID_ARGUMENT));
  }

  private static Case made(String what, String missing, Addition addition, Expected expected) {
    return Case.planted(what, g -> seal(g, addition.to(good(g, Set.of(missing)), g)))
        .when("a container is made of it", g -> importArchive(g))
        .then(andGone(expected));
  }

  private static Case unsealed() {
    return Case.planted(
            "an archive without a seal", g -> Files.write(archive(g), good(g, Set.of()).build()))
        .when("a container is made of it", CheckpointCases::importArchive)
        .then(andGone(refused(ErrorCode.INVALID_ARGUMENT)));
  }

  /** With the node's own seal, so that it is refused for what it holds. */
  private static void seal(Ground ground, TarBuilder tar) throws IOException {
    Path home = ground.house().directory().resolve("home");
    Path unused = SealedArchive.write(archive(ground), home, tar.build());
  }

  private static Path archive(Ground ground) {
    return ground.directory().resolve("archive.tar");
  }

  private static Object importArchive(Ground ground) {
    ContainerId id = ContainerId.random(new SecureRandom());
    Engine engine = ground.engine();
    NewContainer wanted = new NewContainer(TenantId.DEFAULT, id, "imported", null);
    var made = engine.checkpoints().importArchive(archive(ground), wanted);
    Containers.remove(engine, made.id());
    return made.name();
  }

  /** Nothing of it stays, refused or removed. */
  private static Expected andGone(Expected expected) {
    return new Expected(
        expected.words() + ", nothing stays",
        (ground, outcome) -> {
          expected.check().of(ground, outcome);
          for (String parent : PARENTS) {
            Path directory = ground.house().directory().resolve("home").resolve(parent);
            try (var left = Files.list(directory)) {
              LayerCases.require(left.findAny().isEmpty(), "something stays in " + parent);
            }
          }
        });
  }

  /** What an export of a container of busybox looks like, but for what is left out. */
  public static TarBuilder good(Ground ground, Set<String> missing) {
    TarBuilder tar = aTar().directory("checkpoint").file("checkpoint/inventory.img", "x");
    put(tar, missing, "config.dump", JsonMapper.shared().writeValueAsBytes(container(ground)));
    put(tar, missing, "spec.dump", "{}".getBytes(StandardCharsets.UTF_8));
    return tar;
  }

  private static ArchivedContainer container(Ground ground) {
    List<Digest> layers =
        ground.engine().images().inspect(TenantId.DEFAULT, Busybox.REFERENCE).layers();
    ContainerSpec spec =
        ContainerSpec.builder(Busybox.REFERENCE)
            .network(NetworkSpec.of(NetworkSpec.Mode.NONE))
            .build();
    return new ArchivedContainer("archived", spec, layers, List.of(), false);
  }

  private static void put(TarBuilder tar, Set<String> missing, String name, byte[] content) {
    if (!missing.contains(name)) {
      var unused = tar.file(name, content);
    }
  }

  private static TarBuilder deleted(TarBuilder tar, String path) {
    return tar.file("rootfs-diff.tar", aTar().build())
        .file("deleted.files", "[\"%s\"]".formatted(path));
  }

  private static TarBuilder changed(TarBuilder tar, TarBuilder changes) {
    return tar.file("rootfs-diff.tar", changes.build());
  }

  private static TarBuilder climbing(Ground ground) {
    return aTar().file("../".repeat(30) + secret(ground).substring(1), "changed");
  }

  private static TarBuilder linked(Ground ground) {
    return aTar().symlink("out", beside(ground)).file("out/secret", "changed");
  }

  private static String secret(Ground ground) {
    return ground.canary().path("secret").toString();
  }

  private static String beside(Ground ground) {
    return ground.canary().directory().toString();
  }
}
