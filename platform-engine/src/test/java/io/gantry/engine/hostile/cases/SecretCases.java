package io.gantry.engine.hostile.cases;

import static io.gantry.engine.hostile.Expected.insideOrRefused;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.SecretSpec;
import io.gantry.engine.hostile.Area;
import io.gantry.engine.hostile.Case;
import io.gantry.engine.hostile.Ground;
import io.gantry.engine.secret.ContainerSecrets;
import io.gantry.engine.secret.Secrets;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.Database;
import io.gantry.engine.state.Reserve;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Links where a container's secrets are written. */
public final class SecretCases {
  private SecretCases() {}

  /** What is done with the secrets of a container. */
  @FunctionalInterface
  private interface Use {
    Object of(ContainerSecrets secrets, ContainerConfig config);
  }

  static Area area() {
    List<Case> cases = new ArrayList<>();
    for (LinkKind kind : List.of(LinkKind.ABSOLUTE, LinkKind.CLIMBING, LinkKind.DANGLING)) {
      cases.add(kept(kind, "secrets"));
      cases.add(kept(kind, "secrets/token"));
      cases.add(kept(kind, "secrets/.token.new"));
      cases.add(mounted(kind, "run"));
      cases.add(mounted(kind, "run/secrets"));
      cases.add(mounted(kind, "run/secrets/token"));
    }
    return new Area("secrets, planted", Area.Needs.ROOT, cases);
  }

  private static Case kept(LinkKind kind, String name) {
    return Case.planted(
            "%s at %s".formatted(kind, name),
            g -> link(kind, g, create(g).staticDir().resolve(name)))
        .when(
            "its copy is kept",
            g ->
                using(
                    g,
                    (secrets, config) -> {
                      secrets.keepCopies(config);
                      return "kept";
                    }))
        .then(insideOrRefused());
  }

  private static Case mounted(LinkKind kind, String name) {
    return Case.planted(
            "%s at %s".formatted(kind, name), g -> link(kind, g, create(g).runDir().resolve(name)))
        .when(
            "its file is written",
            g ->
                using(
                    g,
                    (secrets, config) -> {
                      secrets.keepCopies(config);
                      return secrets.mounts(config);
                    }))
        .then(insideOrRefused());
  }

  /** A container that is to have a secret. */
  public static ContainerConfig create(Ground ground) throws Exception {
    ContainerConfig config =
        ground.create(ContainerSpec.builder("image").secrets(SecretSpec.mounted("token")));
    Files.createDirectories(config.staticDir());
    Files.createDirectories(config.runDir());
    return config;
  }

  private static void link(LinkKind kind, Ground ground, Path place) throws Exception {
    Files.createDirectories(place.resolveSibling(""));
    Files.createSymbolicLink(place, Path.of(kind.target(ground.canary(), "sub")));
  }

  private static Object using(Ground ground, Use use) {
    try (Database database = database(ground)) {
      return use.of(secrets(ground, database), ground.container());
    }
  }

  /** A store for the secret. */
  public static Database database(Ground ground) {
    Path home = ground.home().resolve("secret-store");
    return Database.open(
        home.resolve("db"), new Reserve(home.resolve("reserve"), 0), Secrets.schema());
  }

  /** The secret in it. */
  public static ContainerSecrets secrets(Ground ground, Database database) {
    Path key = ground.home().resolve("secret-store/key");
    Secrets secrets = Secrets.open(database, key, new SecureRandom(), Clock.systemUTC());
    var unused = secrets.create(ground.container().tenant(), "token", new byte[] {1, 2, 3});
    return new ContainerSecrets(secrets);
  }
}
