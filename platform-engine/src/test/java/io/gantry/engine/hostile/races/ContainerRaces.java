package io.gantry.engine.hostile.races;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.engine.Engine;
import io.gantry.engine.checkpoint.SealedArchive;
import io.gantry.engine.exec.ExecSpec;
import io.gantry.engine.hostile.Area.Needs;
import io.gantry.engine.hostile.Ground;
import io.gantry.engine.hostile.cases.CheckpointCases;
import io.gantry.engine.hostile.cases.Containers;
import io.gantry.engine.hostile.races.Race.Round;
import io.gantry.engine.linux.Swapper.Pair;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Real containers whose roots shift while the engine works on them. */
final class ContainerRaces {
  private static final List<String> LOOK = List.of("busybox", "cat", "secret", "/swapped/secret");

  private ContainerRaces() {}

  static List<Race> all() {
    return List.of(
        new Race("a container is started", Needs.CONTAINERS, ContainerRaces::start),
        new Race("a command is run in a container", Needs.CONTAINERS, ContainerRaces::exec),
        new Race("a running container is exported", Needs.CONTAINERS, ContainerRaces::export),
        new Race("an archive of a checkpoint is read", Needs.CONTAINERS, ContainerRaces::inspect));
  }

  /**
   * Its root is mounted, so that it can shift before and while it is started. Nothing is mounted in
   * what shifts: runc before 1.1.14 makes a missing place for a mount on the host then
   * (CVE-2024-45310).
   */
  private static Round start(Ground ground) throws Exception {
    Engine engine = ground.engine();
    ContainerSpec.Builder spec =
        Containers.good("cat /swapped/secret /volume/* /etc/passwd")
            .workingDirectory("/swapped")
            .mounts(
                mount(MountSpec.Kind.VOLUME, "/volume"), mount(MountSpec.Kind.TMPFS, "/memory"));
    ContainerId id = Containers.create(engine, spec);
    Shifting shifting = Shifting.make(ground, engine.files().mount(id), "swapped");
    return new Round(shifting.pairs(), g -> startAndStop(engine, id), () -> end(engine, id));
  }

  private static MountSpec mount(MountSpec.Kind kind, String destination) {
    return new MountSpec(kind, "raced", destination, false, List.of());
  }

  private static String startAndStop(Engine engine, ContainerId id) throws Exception {
    engine.start(id);
    long run = engine.inspect(id).record().run();
    int code = engine.waitForExit(id, run, Duration.ofSeconds(20)).code();
    engine.cleanup(id);
    return "exit " + code;
  }

  private static void end(Engine engine, ContainerId id) {
    engine.files().unmount(id, true);
    Containers.remove(engine, id);
  }

  private static Round exec(Ground ground) throws Exception {
    Engine engine = ground.engine();
    ContainerId id = Containers.create(engine, Containers.good("sleep 1000"));
    engine.start(id);
    List<Pair> pairs = Shifting.make(ground, root(engine, id), "swapped").pairs();
    ExecSpec look = new ExecSpec(LOOK, Map.of(), "7:7", "/swapped/sub", null, false, null);
    return new Round(
        pairs, g -> Containers.exec(engine, id, look), () -> Containers.remove(engine, id));
  }

  private static Path root(Engine engine, ContainerId id) {
    return Objects.requireNonNull(engine.inspect(id).record().mountPoint());
  }

  private static Round export(Ground ground) throws Exception {
    Engine engine = ground.engine();
    ContainerId id = Containers.create(engine, Containers.good("sleep 1000"));
    engine.start(id);
    Shifting shifting = Shifting.make(ground, root(engine, id), "swapped");
    return new Round(
        shifting.pairs(),
        g -> {
          ByteArrayOutputStream archive = new ByteArrayOutputStream();
          engine.files().export(id, archive);
          return archive.toByteArray();
        },
        () -> Containers.remove(engine, id));
  }

  private static Round inspect(Ground ground) throws Exception {
    Path archive = ground.root().resolve("archive");
    Path hostile = ground.root().resolve("hostile");
    Path home = ground.house().directory().resolve("home");
    SealedArchive.write(archive, home, CheckpointCases.good(ground, Set.of()).build());
    SealedArchive.write(
        hostile,
        home,
        CheckpointCases.good(ground, Set.of())
            .symlink("artifacts", ground.canary().directory().toString())
            .file("artifacts/secret", "x")
            .build());
    Engine engine = ground.engine();
    return Round.of(
        List.of(new Pair(ground.root(), "archive", "hostile")),
        g -> engine.checkpoints().inspect(archive));
  }
}
