package io.gantry.engine.hostile.cases;

import static io.gantry.engine.hostile.Expected.refused;
import static io.gantry.engine.hostile.Expected.refusedOrUnsayable;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.SecretSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.image.Digest;
import io.gantry.engine.hostile.Act;
import io.gantry.engine.hostile.Area;
import io.gantry.engine.hostile.Case;
import io.gantry.engine.mount.Artifacts;
import io.gantry.engine.validation.ContainerName;
import io.gantry.engine.volume.Volumes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Names that would be paths, or lines of their own. */
final class NameCases {
  private static final List<String> HOSTILE =
      List.of(
          "",
          ".",
          "..",
          "../x",
          "a/b",
          "/a",
          "a\0b",
          "a\nb",
          "a\tb",
          "\u001b[2J",
          "\u202ea",
          "-a",
          "a b",
          "x".repeat(256),
          "x".repeat(100_000));

  /** The kernel takes the other ones, and they lead nowhere else. */
  private static final List<String> PATHS =
      List.of("", ".", "..", "../x", "a/b", "/a", "a\0b", "x".repeat(256), "x".repeat(100_000));

  private NameCases() {}

  static Area area() {
    List<Case> cases = new ArrayList<>();
    cases.addAll(named("container", NameCases::container));
    cases.addAll(named("secret", NameCases::secret));
    cases.addAll(named("tenant", name -> ground -> new TenantId(name)));
    cases.addAll(named("container id", name -> ground -> new ContainerId(name)));
    cases.addAll(named("digest", name -> ground -> new Digest("sha256:" + name)));
    PATHS.forEach(name -> cases.add(artifact(name)));
    return new Area("names and ids", Area.Needs.NOTHING, cases);
  }

  /** Those that a store is needed for. */
  static Area stored() {
    List<Case> cases = HOSTILE.stream().map(NameCases::volume).toList();
    return new Area("names of volumes", Area.Needs.ROOT, cases);
  }

  private static List<Case> named(String kind, Function<String, Act> use) {
    return HOSTILE.stream()
        .map(
            name ->
                Case.given("%s %s".formatted(kind, shown(name)))
                    .when("it is used as one", use.apply(name))
                    .then(refusedOrUnsayable(ErrorCode.INVALID_ARGUMENT)))
        .toList();
  }

  private static Act container(String name) {
    return ground -> {
      ContainerName.require(name);
      return name;
    };
  }

  private static Act secret(String name) {
    return ground -> {
      SecretSpec.requireName(name);
      return name;
    };
  }

  private static Case artifact(String name) {
    return Case.planted("artifact " + shown(name), g -> g.directory("artifacts"))
        .when("it is written", g -> write(new Artifacts(g.root().resolve("artifacts")), name))
        .then(refused(ErrorCode.INVALID_ARGUMENT, ErrorCode.STORAGE, ErrorCode.INTERNAL));
  }

  private static @Nullable Object write(Artifacts artifacts, String name) {
    artifacts.write(name, new byte[] {1});
    return null;
  }

  private static Case volume(String name) {
    return Case.given("volume " + shown(name))
        .when("it is created", g -> create(g.rooms().volumes, name))
        .then(refused(ErrorCode.INVALID_ARGUMENT));
  }

  private static Object create(Volumes volumes, String name) {
    return volumes.create(TenantId.DEFAULT, name);
  }

  /** A name that one can print. */
  static String shown(String name) {
    StringBuilder printable = new StringBuilder();
    name.chars()
        .limit(20)
        .forEach(c -> printable.append(c >= ' ' && c <= '~' ? (char) c : "\\%x".formatted(c)));
    return name.length() > 20
        ? "'%s…' of %d characters".formatted(printable, name.length())
        : "'%s'".formatted(printable);
  }
}
