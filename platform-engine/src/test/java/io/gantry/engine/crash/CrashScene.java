package io.gantry.engine.crash;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.NamespaceSpec;
import io.gantry.api.container.RestartPolicy;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.GantryException;
import io.gantry.engine.Busybox;
import io.gantry.engine.ContainerInspect;
import io.gantry.engine.Engine;
import io.gantry.engine.EngineConfig;
import io.gantry.engine.Eventually;
import io.gantry.engine.lifecycle.RemoveOptions;
import io.gantry.engine.linux.PidFd;
import io.gantry.engine.linux.ProcessIdentity;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.state.ContainerRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An engine and the containers that a {@link CrashScript} is about. */
final class CrashScene {
  static final RemoveOptions FORCE = new RemoveOptions(true, true, Duration.ZERO, "script");

  private static final int SIGKILL = 9;
  private static final int SIGSTOP = 19;

  private final EngineConfig config;
  private final List<ContainerId> ids = new ArrayList<>();
  private Engine engine;

  CrashScene(EngineConfig config) {
    this.config = config;
    this.engine = Engine.open(config);
  }

  Engine engine() {
    return engine;
  }

  /** The engine's home and run directory lie in it. */
  Path directory() {
    return config.home().getParent();
  }

  /** For another container, which the scene is about from now on. */
  ContainerId newId() {
    ids.add(ContainerId.random(new SecureRandom()));
    return id();
  }

  ContainerId id() {
    return ids.getLast();
  }

  /** The container that the other one needs. */
  ContainerId needed() {
    return ids.getFirst();
  }

  void create() {
    create(spec -> spec, "sleep", "1000");
  }

  void create(UnaryOperator<ContainerSpec.Builder> fields, String... command) {
    ContainerId id = newId();
    ContainerSpec.Builder spec = ContainerSpec.builder(Busybox.REFERENCE).command(command);
    engine.create(TenantId.DEFAULT, id, "c" + id.shortId(), fields.apply(spec).build());
  }

  void createWithNeeded() {
    create();
    List<String> requires = List.of(id().value());
    NamespaceSpec namespaces = new NamespaceSpec(null, null, null, null, null, requires);
    create(spec -> spec.namespaces(namespaces), "sleep", "1000");
  }

  void initialised() {
    create();
    engine.init(id());
  }

  void running() {
    running(spec -> spec);
  }

  void running(UnaryOperator<ContainerSpec.Builder> fields) {
    create(fields, "sleep", "1000");
    start();
  }

  /** One that a policy keeps running. */
  void kept() {
    running(spec -> spec.restart(new RestartPolicy(RestartPolicy.Kind.ALWAYS, 0)));
  }

  void paused() {
    running();
    engine.pause(id());
  }

  void exited() {
    running();
    exit();
  }

  /** One whose next start is far enough for it to be called off. */
  void waitingForItsRestart() {
    create(spec -> spec.restart(new RestartPolicy(RestartPolicy.Kind.ALWAYS, 0)), "false");
    start();
    Eventually.until("longer delays", () -> record().restartCount() > 2);
    Eventually.until("a restart with time left to call it off", () -> isFarOff(record()));
  }

  private static boolean isFarOff(ContainerRecord record) {
    Instant next = record.nextRestartAt();
    return isFree(record) && next != null && next.isAfter(Instant.now().plusMillis(900));
  }

  void start() {
    engine.start(id());
  }

  void restart() {
    engine.restart(id(), Duration.ZERO, "script");
  }

  void stop() {
    stop(Duration.ZERO);
  }

  void stop(Duration grace) {
    var unused = engine.stop(id(), grace, "script");
    awaitFreed();
  }

  void kill() {
    engine.kill(id(), "KILL", "script");
    awaitFreed();
  }

  void exit() {
    endProcess();
    awaitFreed();
  }

  void remove() {
    engine.remove(id(), FORCE);
  }

  /** Does what is expected to fail, and waits for what follows. */
  void fails(Consumer<CrashScene> operation) {
    try {
      operation.accept(this);
    } catch (GantryException e) {
      return;
    }
    throw new IllegalStateException("did not fail");
  }

  private ContainerRecord record() {
    return engine.inspect(id()).record();
  }

  void await(ContainerState state) {
    Eventually.until("state " + state, () -> record().state() == state);
  }

  void awaitFreed() {
    Eventually.until(
        "all ended and freed",
        () -> engine.list().stream().map(ContainerInspect::record).allMatch(CrashScene::isFree));
  }

  private static boolean isFree(ContainerRecord record) {
    return record.state() != ContainerState.STOPPED
        && !record.state().isActive()
        && !record.mounted();
  }

  void awaitRemoval() {
    Eventually.until("removed", () -> engine.find(id()).isEmpty());
  }

  void awaitRun(long number) {
    Eventually.until(
        "run " + number,
        () -> record().run() == number && record().state() == ContainerState.RUNNING);
  }

  void endProcess() {
    signal(record().process(), SIGKILL);
  }

  void endMonitor() {
    signal(record().monitor(), SIGKILL);
  }

  void freezeMonitor() {
    signal(record().monitor(), SIGSTOP);
  }

  private static void signal(@Nullable ProcessIdentity process, int number) {
    try {
      if (process == null || !PidFd.signal(process, number)) {
        throw new IllegalStateException("no process");
      }
    } catch (SyscallException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Something happens while no engine is there. */
  void reopen(Consumer<CrashScene> meanwhile) {
    engine.close();
    meanwhile.accept(this);
    engine = Engine.open(config);
  }

  void reboot() {
    reopen(
        closed -> {
          try {
            Files.delete(config.runDir().resolve("alive"));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** Uses the runtime beside the engine. */
  void runc(String command) {
    String root = config.runDir().resolve("runc").toString();
    try {
      Process process =
          new ProcessBuilder("runc", "--root", root, command, id().value()).inheritIO().start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException("runc " + command + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
