package io.gantry.engine.hostile.cases;

import static io.gantry.engine.hostile.Expected.done;
import static io.gantry.engine.hostile.Expected.insideOrRefused;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.LoggingSpec;
import io.gantry.engine.hostile.Area;
import io.gantry.engine.hostile.Case;
import io.gantry.engine.hostile.Case.Planted;
import io.gantry.engine.hostile.Expected;
import io.gantry.engine.hostile.Ground;
import io.gantry.engine.linux.DeviceNumber;
import io.gantry.engine.linux.FileType;
import io.gantry.engine.log.LogLocation;
import io.gantry.engine.log.LogOptions;
import io.gantry.engine.log.LogReader;
import io.gantry.engine.mount.Artifacts;
import io.gantry.engine.mount.EngineFiles;
import io.gantry.engine.network.HostResolver;
import io.gantry.engine.network.SharedHosts;
import io.gantry.engine.runtime.ExitFiles;
import io.gantry.engine.runtime.MonitorFiles;
import io.gantry.engine.spec.RuntimeSpec;
import io.gantry.engine.spec.SpecRequests;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What lies where the engine writes or reads files of its own. */
final class PlantedCases {
  private static final List<LinkKind> LINKS =
      List.of(LinkKind.ABSOLUTE, LinkKind.DANGLING, LinkKind.LOOP);

  private PlantedCases() {}

  static Area area() {
    List<Case> cases = new ArrayList<>();
    for (LinkKind kind : LINKS) {
      for (String name :
          List.of("hosts", "resolv.conf", "hostname", ".containerenv", "localtime")) {
        cases.add(engineFile(kind, name));
      }
      for (String name : List.of("attach", "ctl", "winsz", "oom", "exit")) {
        cases.add(removed(kind, name));
      }
      cases.add(sharedHosts(kind));
      cases.add(runtimeSpec(kind));
      cases.add(written(link(kind, "artifacts", "sub")));
      cases.add(written(link(kind, "artifacts/note", "file")));
      cases.add(read(link(kind, "artifacts", "sub")));
      cases.add(read(link(kind, "artifacts/secret", "secret")));
      cases.add(exit(link(kind, "exit", "secret")));
      cases.add(logged(link(kind, "ctr.log", "secret")));
    }
    for (Planted odd : odd("exit")) {
      cases.add(exit(odd));
    }
    odd("ctr.log").stream()
        .filter(odd -> !odd.what().contains("hole")) // read piece by piece, as long as it is
        .forEach(odd -> cases.add(logged(odd)));
    for (Planted odd : odd("artifacts/secret")) {
      cases.add(read(odd));
    }
    return new Area("files of the engine, planted", Area.Needs.ROOT, cases);
  }

  private static Planted link(LinkKind kind, String path, String name) {
    return Case.planted("%s at %s".formatted(kind, path), g -> kind.plant(g, path, name));
  }

  /** What is no file. */
  private static List<Planted> odd(String path) {
    return List.of(
        Case.planted("a FIFO at " + path, g -> g.node(path, FileType.FIFO, DeviceNumber.NONE)),
        Case.planted("a socket at " + path, g -> g.node(path, FileType.SOCKET, DeviceNumber.NONE)),
        Case.planted(
            "/dev/zero at " + path,
            g -> g.node(path, FileType.CHARACTER_DEVICE, new DeviceNumber(1, 5))),
        Case.planted("a directory at " + path, g -> g.directory(path)),
        Case.planted("a terabyte of hole at " + path, g -> g.hole(path, 1L << 40)));
  }

  private static Case engineFile(LinkKind kind, String name) {
    return Case.planted(
            "%s at %s".formatted(kind, name),
            g -> {
              Path run = Files.createDirectories(g.create(aContainer()).runDir());
              Files.createSymbolicLink(run.resolve(name), Path.of(kind.target(g.canary(), "file")));
            })
        .when("the files of a run are written", PlantedCases::writeFiles)
        .then(done("each is a file of its own", (g, files) -> requireFiles(g)));
  }

  private static ContainerSpec.Builder aContainer() {
    return ContainerSpec.builder("image").timezone("local");
  }

  private static Map<String, Path> writeFiles(Ground ground) {
    return new EngineFiles(HostResolver.ofHost(), null).write(ground.container(), "abc", null);
  }

  private static void requireFiles(Ground ground) throws Exception {
    try (var files = Files.list(ground.container().runDir())) {
      LayerCases.require(files.noneMatch(Files::isSymbolicLink), "a link is left");
    }
  }

  private static MonitorFiles monitorFiles(Ground ground) {
    Path root = ground.root();
    return new MonitorFiles(SpecRequests.ID, root, root, root.resolve("exits"));
  }

  private static Case removed(LinkKind kind, String name) {
    return link(kind, name, "file")
        .when(
            "what an earlier run left is removed",
            g -> {
              monitorFiles(g).remove();
              return Files.exists(g.root().resolve(name), LinkOption.NOFOLLOW_LINKS);
            })
        .then(Expected.gives(false));
  }

  private static Case sharedHosts(LinkKind kind) {
    return link(kind, "hosts", "file")
        .when(
            "a container that joins is named",
            g -> {
              new SharedHosts(g.root().resolve("hosts")).add("abcdef012345", "web");
              return "named";
            })
        .then(insideOrRefused());
  }

  private static Case runtimeSpec(LinkKind kind) {
    return link(kind, "config.json", "file")
        .when(
            "the runtime spec is written",
            g -> {
              var spec = SpecRequests.aRequest().generate(ContainerSpec.builder("image"));
              return Files.isSymbolicLink(RuntimeSpec.write(spec, g.root()));
            })
        .then(Expected.gives(false));
  }

  private static Case written(Planted planted) {
    return planted
        .when(
            "an artifact is written",
            g -> {
              new Artifacts(g.root().resolve("artifacts")).write("note", new byte[] {1});
              return "written";
            })
        .then(insideOrRefused());
  }

  private static Case read(Planted planted) {
    return planted
        .when(
            "an artifact is read", g -> new Artifacts(g.root().resolve("artifacts")).read("secret"))
        .then(insideOrRefused());
  }

  private static Case exit(Planted planted) {
    return planted
        .when(
            "the exit code is read", g -> ExitFiles.read(SpecRequests.ID, g.root().resolve("exit")))
        .then(insideOrRefused());
  }

  private static Case logged(Planted planted) {
    return planted.when("the log is read", PlantedCases::firstLine).then(insideOrRefused());
  }

  private static @Nullable String firstLine(Ground ground) throws Exception {
    LogLocation log =
        new LogLocation(
            SpecRequests.ID, LoggingSpec.Driver.K8S_FILE, ground.root().resolve("ctr.log"));
    try (LogReader reader =
        LogReader.open(log, LogOptions.ALL, CompletableFuture.completedFuture(null))) {
      return reader
          .next()
          .map(line -> new String(line.text(), StandardCharsets.UTF_8))
          .orElse(null);
    }
  }
}
