package io.gantry.engine.hostile.cases;

import static io.gantry.engine.hostile.Expected.done;
import static io.gantry.engine.hostile.Expected.refused;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.image.ImageConfig;
import io.gantry.engine.hostile.Act;
import io.gantry.engine.hostile.Area;
import io.gantry.engine.hostile.Case;
import io.gantry.engine.hostile.Expected;
import io.gantry.engine.hostile.Ground;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.spec.ResolvedUser;
import io.gantry.engine.spec.SpecRequests;
import io.gantry.engine.spec.WorkingDirectory;
import io.gantry.engine.storage.ContainerExport;
import io.gantry.engine.storage.ContainerStorage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Links in an image, where the engine makes, reads or mounts something. */
final class RootCases {
  private static final MountSpec VOLUME =
      new MountSpec(MountSpec.Kind.VOLUME, "data", "/data/sub", false, List.of());
  private static final MountSpec TOP =
      new MountSpec(MountSpec.Kind.VOLUME, "data", "/data", false, List.of());

  private RootCases() {}

  static Area area() {
    List<Case> cases = new ArrayList<>();
    for (LinkKind kind : LinkKind.values()) {
      for (String place : List.of("etc", "dev", "proc", "sys")) {
        cases.add(mounted(kind, place));
      }
      cases.add(madeWorkingDirectory(kind));
      cases.add(namedWorkingDirectory(kind));
      cases.add(filled(kind, "data", VOLUME));
      cases.add(filled(kind, "data", TOP));
      cases.add(owned(kind));
      cases.add(linked(kind));
      cases.add(exported(kind));
      cases.add(measured(kind));
    }
    return new Area("links in the root", Area.Needs.ROOT, cases);
  }

  private static Case mounted(LinkKind kind, String place) {
    return Case.planted(
            "%s at /%s".formatted(kind, place),
            g -> {
              var unused = g.create(ContainerSpec.builder("image"));
              kind.plant(g, place, place.equals("etc") ? "etc" : "dev");
            })
        .when("the root is mounted", g -> g.rooms().roots.mount(g.container()))
        .then(refused(ErrorCode.IMAGE_INVALID));
  }

  private static Case madeWorkingDirectory(LinkKind kind) {
    return Case.planted(kind + " at /work", g -> kind.plant(g, "work", "sub"))
        .when("the image's working directory /work/here is made", workingDirectory(null))
        .then(refused(ErrorCode.INVALID_ARGUMENT));
  }

  private static Case namedWorkingDirectory(LinkKind kind) {
    return Case.planted(kind + " at /work", g -> kind.plant(g, "work", "sub"))
        .when("the user's working directory /work is looked for", workingDirectory("/work"))
        .then(refused(ErrorCode.INVALID_ARGUMENT));
  }

  private static Act workingDirectory(@Nullable String asked) {
    ImageConfig image = new ImageConfig(null, null, null, "/work/here", null, null, null, null);
    ContainerSpec.Builder spec = ContainerSpec.builder("image");
    if (asked != null) {
      spec.workingDirectory(asked);
    }
    return ground -> {
      WorkingDirectory.prepare(
          SpecRequests.config(spec.build(), image), ground.root(), ResolvedUser.ROOT);
      return "made";
    };
  }

  private static Case filled(LinkKind kind, String place, MountSpec mount) {
    return Case.planted(
            "%s at /%s".formatted(kind, place),
            g -> {
              var unused = g.create(ContainerSpec.builder("image").mounts(mount));
              kind.plant(g, place, mount.equals(TOP) ? "sub" : "");
            })
        .when(
            "a volume at %s is filled from the image".formatted(mount.destination()),
            RootCases::filledVolume)
        .then(done("nothing is copied", (g, files) -> requireEmpty(files)));
  }

  private static List<String> filledVolume(Ground ground) throws Exception {
    Path unused = ground.rooms().roots.mount(ground.container());
    try (Directory data = Directory.open(volume(ground))) {
      return data.list();
    }
  }

  private static Path volume(Ground ground) {
    return ground.rooms().roots.volumes(ground.container()).getFirst().source();
  }

  private static void requireEmpty(Object files) {
    LayerCases.require(files.equals(List.of()), "it has " + files);
  }

  private static Case owned(LinkKind kind) {
    return Case.planted(
            kind + " at /data",
            g -> {
              var unused = g.create(ContainerSpec.builder("image").mounts(TOP));
              kind.plant(g, "data", "sub");
            })
        .when("a volume at /data is given its first owner", RootCases::firstOwner)
        .then(Expected.gives(4711));
  }

  private static Object firstOwner(Ground ground) throws Exception {
    Path root = ground.rooms().roots.mount(ground.container());
    ground.rooms().roots.own(ground.container(), root, 4711, 4711);
    try (Directory data = Directory.open(volume(ground))) {
      return data.status().uid();
    }
  }

  private static Case linked(LinkKind kind) {
    return Case.planted(
            kind + " at /etc/mtab",
            g -> {
              var unused = g.create(ContainerSpec.builder("image"));
              kind.plant(g, "etc/mtab", "file");
            })
        .when("the root is mounted", g -> g.rooms().roots.mount(g.container()))
        .then(done("it stays as it is", (g, root) -> {}));
  }

  private static Case exported(LinkKind kind) {
    return Case.planted(kind + " at /secret", g -> kind.plant(g, "secret", "secret"))
        .when("the root is exported", RootCases::export)
        .then(done("the link is in the archive, not what it leads to", RootCases::requireTarget));
  }

  private static byte[] export(Ground ground) {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    ContainerExport.write(SpecRequests.ID, ground.root(), archive);
    return archive.toByteArray();
  }

  private static void requireTarget(Ground ground, Object archive) {
    String text = new String((byte[]) archive, StandardCharsets.ISO_8859_1);
    LayerCases.require(text.contains("secret"), "the link is missing");
  }

  private static Case measured(LinkKind kind) {
    return Case.planted(kind + " at /long", g -> kind.plant(g, "long", "long"))
        .when("the root is measured", g -> ContainerStorage.sizesOf(g.root()).writableBytes())
        .then(Expected.gives(0L));
  }
}
