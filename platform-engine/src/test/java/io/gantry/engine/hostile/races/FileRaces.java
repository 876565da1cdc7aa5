package io.gantry.engine.hostile.races;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.LoggingSpec;
import io.gantry.engine.hostile.Area.Needs;
import io.gantry.engine.hostile.Ground;
import io.gantry.engine.hostile.cases.SecretCases;
import io.gantry.engine.hostile.races.Race.Round;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.Swapper.Pair;
import io.gantry.engine.linux.TreeRemoval;
import io.gantry.engine.log.LogLocation;
import io.gantry.engine.log.LogOptions;
import io.gantry.engine.log.LogReader;
import io.gantry.engine.mount.Artifacts;
import io.gantry.engine.mount.EngineFiles;
import io.gantry.engine.network.HostResolver;
import io.gantry.engine.runtime.ExitFiles;
import io.gantry.engine.secret.ContainerSecrets;
import io.gantry.engine.spec.SpecRequests;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.Database;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The engine's own files, as if somebody could exchange them: in a user namespace their directories
 * belong to the container's user.
 */
final class FileRaces {
  private FileRaces() {}

  static List<Race> all() {
    return List.of(
        new Race("artifacts are written", Needs.ROOT, FileRaces::writeArtifacts),
        new Race("artifacts are read", Needs.ROOT, FileRaces::readArtifact),
        new Race("an exit code is read", Needs.ROOT, FileRaces::readExit),
        new Race("a log is read", Needs.ROOT, FileRaces::readLog),
        new Race("secrets are written", Needs.ROOT, FileRaces::writeSecrets),
        new Race("hosts and resolv.conf are written", Needs.ROOT, FileRaces::writeFiles));
  }

  private static Round writeArtifacts(Ground ground) throws Exception {
    AtomicInteger round = new AtomicInteger();
    return Round.of(
        Shifting.make(ground, ground.root(), "artifacts").pairs(),
        g -> {
          artifacts(g).write("note-" + round.getAndIncrement(), new byte[] {1});
          return "written";
        });
  }

  private static Round readArtifact(Ground ground) throws Exception {
    return Round.of(
        Shifting.make(ground, ground.root(), "artifacts").pairs(),
        g -> artifacts(g).read("secret"));
  }

  private static Artifacts artifacts(Ground ground) {
    return new Artifacts(ground.root().resolve("artifacts"));
  }

  private static Round readExit(Ground ground) throws Exception {
    Shifting shifting = Shifting.make(ground, ground.root(), "exits");
    Files.writeString(shifting.path().resolve("text"), "7");
    return Round.of(
        shifting.pairs(), g -> ExitFiles.read(SpecRequests.ID, shifting.path().resolve("text")));
  }

  private static Round readLog(Ground ground) throws Exception {
    Shifting shifting = Shifting.make(ground, ground.root(), "bundle");
    Path file = shifting.path().resolve("text");
    LogLocation log = new LogLocation(SpecRequests.ID, LoggingSpec.Driver.K8S_FILE, file);
    return Round.of(shifting.pairs(), g -> firstLine(log));
  }

  private static String firstLine(LogLocation log) throws Exception {
    try (LogReader reader =
        LogReader.open(log, LogOptions.ALL, CompletableFuture.completedFuture(null))) {
      return reader
          .next()
          .map(line -> new String(line.text(), StandardCharsets.UTF_8))
          .orElse("nothing");
    }
  }

  private static Round writeSecrets(Ground ground) throws Exception {
    ContainerConfig config = SecretCases.create(ground);
    Files.createDirectories(config.runDir().resolve("run/secrets"));
    Files.createDirectory(ground.canary().path("secrets"));
    Files.createDirectory(ground.canary().path("files"));
    Database database = SecretCases.database(ground);
    ContainerSecrets secrets = SecretCases.secrets(ground, database);
    secrets.keepCopies(config);
    return new Round(
        List.of(new Pair(config.runDir(), "run", "other")),
        g -> {
          linkAgain(g, config.runDir());
          return secrets.mounts(config);
        },
        database);
  }

  /** What is exchanged is removed by the operation now and then. */
  private static void linkAgain(Ground ground, Path runDir) throws Exception {
    try (Directory run = Directory.open(runDir)) {
      if (run.contains("other") && run.status("other").isDirectory()) {
        TreeRemoval.remove(run, "other");
      }
      if (!run.contains("other")) {
        run.symlink("other", ground.canary().directory().toString());
      }
    }
  }

  private static Round writeFiles(Ground ground) throws Exception {
    ContainerConfig config = ground.create(ContainerSpec.builder("image").timezone("local"));
    Path run = Files.createDirectories(config.runDir());
    for (String name : List.of("hosts", "resolv.conf")) {
      Files.createSymbolicLink(run.resolve(name + "-link"), ground.canary().path("file"));
    }
    EngineFiles files = new EngineFiles(HostResolver.ofHost(), null);
    return Round.of(
        List.of(
            new Pair(run, "hosts", "hosts-link"), new Pair(run, "resolv.conf", "resolv.conf-link")),
        g -> files.write(config, "abc", null));
  }
}
