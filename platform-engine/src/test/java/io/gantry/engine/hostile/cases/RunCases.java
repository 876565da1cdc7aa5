package io.gantry.engine.hostile.cases;

import static io.gantry.engine.hostile.Expected.insideOrRefused;
import static io.gantry.engine.storage.TarBuilder.aTar;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.SecretSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.image.ImageConfig;
import io.gantry.engine.hostile.Area;
import io.gantry.engine.hostile.Case;
import io.gantry.engine.hostile.Ground;
import io.gantry.engine.storage.TarBuilder;
import java.util.ArrayList;
import java.util.List;

/** Images whose places for mounts, files and directories are links, run as real containers. */
final class RunCases {
  private static final ImageConfig IMAGE =
      new ImageConfig(
          null, null, null, "/work/here", null, null, List.of("/declared/volume"), null);

  private RunCases() {}

  static Area area() {
    List<Case> cases = new ArrayList<>();
    for (LinkKind kind : List.of(LinkKind.ABSOLUTE, LinkKind.CLIMBING)) {
      for (String place : List.of("etc", "dev", "proc", "sys", "run", "work", "declared")) {
        cases.add(run(kind, place, plain()));
      }
      for (String file : List.of("etc/hosts", "etc/resolv.conf", "etc/hostname", "etc/localtime")) {
        cases.add(run(kind, file, plain()));
      }
      cases.add(run(kind, "dev/null", plain()));
      cases.add(run(kind, "run/secrets", secret("token")));
      cases.add(run(kind, "data", mount(MountSpec.Kind.VOLUME)));
      cases.add(run(kind, "data", mount(MountSpec.Kind.TMPFS)));
      cases.add(run(kind, "data", secret("/data/deep/er")));
    }
    return new Area("links in images that are run", Area.Needs.CONTAINERS, cases);
  }

  private static ContainerSpec.Builder plain() {
    return Containers.hostile("/busybox", "true").timezone("local").init(true);
  }

  private static ContainerSpec.Builder mount(MountSpec.Kind kind) {
    return plain().mounts(new MountSpec(kind, "hostile", "/data/deep/er", false, List.of()));
  }

  private static ContainerSpec.Builder secret(String target) {
    return plain().secrets(new SecretSpec("hostile", SecretSpec.Kind.MOUNT, target, 0, 0, null));
  }

  private static Case run(LinkKind kind, String place, ContainerSpec.Builder spec) {
    return Case.planted("%s at /%s".formatted(kind, place), g -> bring(g, kind, place))
        .when(
            "a container is run" + words(spec.build()),
            g -> Containers.run(g.engine(), Containers.create(g.engine(), spec)))
        .then(insideOrRefused());
  }

  private static String words(ContainerSpec spec) {
    if (!spec.secrets().isEmpty()) {
      return " with a secret at " + spec.secrets().getFirst().destination();
    }
    return spec.mounts().isEmpty()
        ? ""
        : " with a %s below it".formatted(spec.mounts().getFirst().kind());
  }

  private static void bring(Ground ground, LinkKind kind, String place) {
    TarBuilder tar = aTar();
    int slash = place.lastIndexOf('/');
    if (slash > 0) {
      tar.directory(place.substring(0, slash));
    }
    String target = kind.target(ground.canary(), slash > 0 ? "file" : "sub");
    Containers.importImage(ground, tar.symlink(place, target), IMAGE);
    makeSecret(ground);
  }

  private static void makeSecret(Ground ground) {
    if (ground.engine().secrets().list(TenantId.DEFAULT).isEmpty()) {
      var unused =
          ground.engine().secrets().create(TenantId.DEFAULT, "hostile", new byte[] {1, 2, 3});
    }
  }
}
