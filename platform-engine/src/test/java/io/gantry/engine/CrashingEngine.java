package io.gantry.engine;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.HealthSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.RestartPolicy;
import io.gantry.api.container.StopSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.GantryException;
import io.gantry.api.pod.PodId;
import io.gantry.api.pod.PodSpec;
import io.gantry.engine.checkpoint.ArchiveTarget;
import io.gantry.engine.checkpoint.CheckpointOptions;
import io.gantry.engine.checkpoint.NewContainer;
import io.gantry.engine.checkpoint.RestoreOptions;
import io.gantry.engine.lifecycle.Limits;
import io.gantry.engine.lifecycle.RemoveOptions;
import io.gantry.engine.lifecycle.SavePoint;
import io.gantry.engine.linux.PidFd;
import io.gantry.engine.linux.ProcessIdentity;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.pod.NewMember;
import io.gantry.engine.pod.Pods;
import io.gantry.engine.state.PodMembership.Role;
import io.gantry.engine.state.PodRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * An engine in a process of its own that lives through the life of a container and kills itself at
 * a save point: {@code -Dgantry.crash=before:stop.stopping}.
 */
final class CrashingEngine {
  /** What it lives through. */
  enum Script {
    LIFE,
    AHEAD,
    POLICY,
    BAD_COMMAND,
    DEAD_MONITOR,
    FROZEN_MONITOR,
    REBOOT,
    POD,
    CHECKPOINT,
    CHECKPOINT_BESIDES,
    IMPORT
  }

  private static final RemoveOptions FORCE = new RemoveOptions(true, true, Duration.ZERO, "script");
  private static final int SIGKILL = 9;
  private static final int SIGSTOP = 19;

  private final EngineConfig config;
  private Engine engine;

  private CrashingEngine(EngineConfig config) {
    this.config = config;
    this.engine = Engine.open(config);
  }

  /** Takes home, run directory and script. */
  public static void main(String[] arguments) throws IOException {
    EngineConfig config =
        config(Path.of(arguments[0]), Path.of(arguments[1]))
            .withSavePoints(
                new Killer(
                    System.getProperty("gantry.crash", ""),
                    new AtomicInteger(Integer.getInteger("gantry.crash.visit", 1))));
    new CrashingEngine(config).run(Script.valueOf(arguments[2]));
  }

  /** As the test opens it again. */
  static EngineConfig config(Path home, Path runDir) {
    return EngineConfig.of(home, runDir)
        .withLimits(
            new Limits(
                Duration.ofSeconds(60),
                Duration.ofMillis(500),
                Duration.ofSeconds(5),
                Duration.ofSeconds(2)));
  }

  private void run(Script script) throws IOException {
    switch (script) {
      case LIFE -> life();
      case AHEAD -> await(create(spec -> spec, "sleep", "1000"), ContainerState.CREATED);
      case POLICY -> policy();
      case BAD_COMMAND -> badCommand();
      case DEAD_MONITOR -> deadMonitor();
      case FROZEN_MONITOR -> frozenMonitor();
      case REBOOT -> reboot();
      case POD -> pod();
      case CHECKPOINT -> checkpoint(CheckpointOptions.DEFAULT);
      case CHECKPOINT_BESIDES -> checkpoint(CheckpointOptions.DEFAULT.keepingRunning());
      case IMPORT -> importing();
    }
  }

  private void life() {
    ContainerId id =
        create(
            spec ->
                spec.stop(new StopSpec(null, Duration.ofMillis(300)))
                    .health(HealthSpec.of("CMD", "true")),
            "sleep",
            "1000");
    engine.start(id);
    engine.checkHealth(id);
    engine.pause(id);
    engine.unpause(id);
    engine.update(id, engine.inspect(id).config().spec());
    engine.kill(id, "KILL", "script");
    await(id, ContainerState.EXITED);
    engine.init(id);
    engine.start(id);
    engine.stop(id, Duration.ZERO, "script");
    engine.remove(id, FORCE);
  }

  private void policy() {
    ContainerId id =
        create(spec -> spec.restart(new RestartPolicy(RestartPolicy.Kind.ALWAYS, 0)), "false");
    engine.start(id);
    Eventually.until("longer delays", () -> engine.inspect(id).record().restartCount() > 2);
    Eventually.until("a restart with time left to call it off", () -> isFarOff(id));
    engine.stop(id, Duration.ZERO, "script");
  }

  private boolean isFarOff(ContainerId id) {
    Instant next = engine.inspect(id).record().nextRestartAt();
    return next != null && next.isAfter(Instant.now().plusMillis(900));
  }

  private void badCommand() {
    ContainerId id = create(spec -> spec, "/bin/no-such-program");
    try {
      engine.start(id);
    } catch (GantryException e) {
      Eventually.until("an exit", () -> engine.inspect(id).record().exitCode() != null);
    }
  }

  private void deadMonitor() throws SyscallException {
    ContainerId id = create(spec -> spec, "sleep", "1000");
    engine.start(id);
    signalMonitor(id, SIGKILL);
    await(id, ContainerState.EXITED);
  }

  private void frozenMonitor() throws SyscallException {
    ContainerId id = create(spec -> spec, "sleep", "1000");
    engine.start(id);
    signalMonitor(id, SIGSTOP);
    engine.stop(id, Duration.ZERO, "script");
  }

  private void reboot() throws IOException {
    ContainerId id = create(spec -> spec, "sleep", "1000");
    engine.start(id);
    engine.close();
    Files.delete(config.runDir().resolve("alive"));
    engine = Engine.open(config);
    await(id, ContainerState.CONFIGURED);
  }

  private void pod() {
    Pods pods = engine.pods();
    PodSpec spec = PodSpec.DEFAULT.withExitPolicy(PodSpec.ExitPolicy.STOP);
    PodId pod = PodId.random(new SecureRandom());
    PodRecord unused = pods.create(TenantId.DEFAULT, pod, "p" + pod.shortId(), spec);
    ContainerId id = ContainerId.random(new SecureRandom());
    ContainerSpec member =
        ContainerSpec.builder(Busybox.REFERENCE).command("sleep", "1000").build();
    pods.add(pod, new NewMember(id, null, member, Role.MEMBER));
    pods.start(pod);
    pods.stop(pod, Duration.ZERO, "script");
    pods.remove(pod, true, FORCE);
  }

  private void checkpoint(CheckpointOptions options) {
    ContainerId id = create(spec -> spec, "sleep", "1000");
    engine.start(id);
    var unused = engine.checkpoints().checkpoint(id, options);
    engine.stop(id, Duration.ZERO, "script");
    var unusedToo = engine.checkpoints().restore(id, RestoreOptions.DEFAULT);
    engine.remove(id, FORCE);
  }

  private void importing() {
    MountSpec volume = new MountSpec(MountSpec.Kind.VOLUME, "moved", "/store", false, null);
    ContainerId id = create(spec -> spec.mounts(volume), "sleep", "1000");
    engine.start(id);
    Path archive = config.home().resolve("archive");
    var unused =
        engine
            .checkpoints()
            .checkpoint(id, CheckpointOptions.DEFAULT.exportedTo(ArchiveTarget.of(archive)));
    engine.remove(id, FORCE);
    engine.volumes().remove(TenantId.DEFAULT, "moved");
    ContainerId copy = ContainerId.random(new SecureRandom());
    var unusedToo =
        engine
            .checkpoints()
            .importArchive(archive, new NewContainer(TenantId.DEFAULT, copy, null, null));
  }

  private ContainerId create(UnaryOperator<ContainerSpec.Builder> fields, String... command) {
    ContainerId id = ContainerId.random(new SecureRandom());
    ContainerSpec.Builder spec =
        ContainerSpec.builder(Busybox.REFERENCE).network(network()).command(command);
    engine.create(TenantId.DEFAULT, id, "c" + id.shortId(), fields.apply(spec).build());
    return id;
  }

  private static NetworkSpec network() {
    return Files.isExecutable(Path.of("/usr/lib/podman/netavark"))
        ? NetworkSpec.BRIDGE
        : NetworkSpec.of(NetworkSpec.Mode.NONE);
  }

  private void await(ContainerId id, ContainerState state) {
    Eventually.until("state " + state, () -> engine.inspect(id).record().state() == state);
  }

  private void signalMonitor(ContainerId id, int signal) throws SyscallException {
    ProcessIdentity monitor = engine.inspect(id).record().monitor();
    if (monitor == null || !PidFd.signal(monitor, signal)) {
      throw new IllegalStateException("no monitor");
    }
  }

  /** Kills this process at a save point, when it comes there as often as that. */
  private record Killer(String where, AtomicInteger visits) implements SavePoint.Listener {
    @Override
    public void before(SavePoint point) {
      killAt("before:" + point.id());
    }

    @Override
    public void after(SavePoint point) {
      killAt("after:" + point.id());
    }

    private void killAt(String place) {
      if (place.equals(where) && visits.decrementAndGet() == 0) {
        try {
          PidFd.signal(
              ProcessIdentity.of((int) ProcessHandle.current().pid()).orElseThrow(), SIGKILL);
        } catch (SyscallException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }
}
