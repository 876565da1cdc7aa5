package io.gantry.bench.load;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.HealthSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.RestartPolicy;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.bench.product.BusyboxArchive;
import io.gantry.engine.Engine;
import io.gantry.engine.exec.AttachSession;
import io.gantry.engine.exec.DetachKeys;
import io.gantry.engine.exec.ExecSession;
import io.gantry.engine.exec.ExecSpec;
import io.gantry.engine.lifecycle.RemoveOptions;
import io.gantry.engine.log.LogOptions;
import io.gantry.engine.log.LogReader;
import io.gantry.engine.runtime.StandardStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/**
 * The lives of containers under load, each of another kind and with known exit codes. Thread-safe.
 */
final class Lives {
  /** An image like the usual one whose containers get a volume without a name. */
  static final String WITH_VOLUME = "bench/busybox:volume";

  private static final Duration LONG = Duration.ofMinutes(2);
  private static final RemoveOptions FORCE = new RemoveOptions(true, true, Duration.ZERO, "load");
  private static final LogOptions FOLLOW =
      new LogOptions(true, null, null, null, Set.of(StandardStream.values()));
  private static final int KILLED = 137;
  private static final int NOT_FOUND = 127;
  private static final int HIGHEST_CODE = 100;

  private final Engine engine;
  private final SecureRandom random = new SecureRandom();

  Lives(Engine engine) {
    this.engine = engine;
  }

  /** An exit code, or something else, that is not what it has to be. */
  static final class WrongLife extends Exception {
    private static final long serialVersionUID = 1;

    WrongLife(String message) {
      super(message);
    }
  }

  private interface Life {
    /** Returns how many runs it had. */
    int live(ContainerId id, int number)
        throws WrongLife, InterruptedException, ExecutionException, TimeoutException;
  }

  private List<Life> all() {
    return List.of(
        this::ends,
        this::isStopped,
        this::endsOnRequest,
        this::executes,
        this::writes,
        this::writesWithoutName,
        this::failsAgainAndAgain,
        this::restarts,
        this::cannotStart,
        this::isRemovedFrozen,
        this::isNeverStarted);
  }

  /**
   * Creates a container, has it live, and removes it; after a failure, too.
   *
   * @param number decides which life it is
   * @return how many runs it had
   */
  int live(int number)
      throws WrongLife, InterruptedException, ExecutionException, TimeoutException {
    ContainerId id = ContainerId.random(random);
    try {
      return all().get(number % all().size()).live(id, number);
    } finally {
      engine.remove(id, FORCE);
    }
  }

  private void create(
      ContainerId id, int number, UnaryOperator<ContainerSpec.Builder> fields, String script) {
    create(id, BusyboxArchive.REFERENCE, number, fields, "sh", "-c", script);
  }

  /** Two of three are in the tenant's network. */
  private void create(
      ContainerId id,
      String image,
      int number,
      UnaryOperator<ContainerSpec.Builder> fields,
      String... command) {
    NetworkSpec.Mode mode = number % 3 == 0 ? NetworkSpec.Mode.NONE : NetworkSpec.Mode.BRIDGE;
    ContainerSpec.Builder spec =
        ContainerSpec.builder(image).network(NetworkSpec.of(mode)).command(command);
    engine.create(TenantId.DEFAULT, id, "load-" + id.shortId(), fields.apply(spec).build());
  }

  private void sleeper(ContainerId id, int number) {
    create(id, number, spec -> spec, "exec sleep 1000");
    engine.start(id);
  }

  private void expect(ContainerId id, long run, int code) throws WrongLife, InterruptedException {
    int was = engine.waitForExit(id, run, LONG).code();
    if (was != code) {
      throw new WrongLife("run %d of %s ended with %d, not %d".formatted(run, id, was, code));
    }
  }

  private int ends(ContainerId id, int number) throws WrongLife, InterruptedException {
    create(id, number, spec -> spec, "exit " + number % HIGHEST_CODE);
    engine.start(id);
    expect(id, 1, number % HIGHEST_CODE);
    return 1;
  }

  private int isStopped(ContainerId id, int number) throws WrongLife, InterruptedException {
    create(id, number, spec -> spec.health(HealthSpec.of("CMD", "true")), "exec sleep 1000");
    engine.start(id);
    var unused = engine.checkHealth(id);
    var unusedToo = engine.stop(id, Duration.ZERO, "load");
    expect(id, 1, KILLED);
    return 1;
  }

  private int endsOnRequest(ContainerId id, int number) throws WrongLife, InterruptedException {
    String script = "trap 'exit 12' TERM; echo ready; while :; do sleep 0.1; done";
    create(id, number, spec -> spec, script);
    engine.start(id);
    try (LogReader log = engine.logs(id, FOLLOW)) {
      var unused = log.next();
    }
    var unused = engine.stop(id, LONG, "load");
    expect(id, 1, 12);
    return 1;
  }

  private int executes(ContainerId id, int number)
      throws WrongLife, InterruptedException, ExecutionException, TimeoutException {
    sleeper(id, number);
    try (ExecSession session = engine.exec(id, ExecSpec.of("sh", "-c", "echo done; exit 7"))) {
      var unused = session.streams().read();
      int code = session.exit().get(LONG.toSeconds(), TimeUnit.SECONDS);
      if (code != 7) {
        throw new WrongLife("a command in %s ended with %d, not 7".formatted(id, code));
      }
    }
    engine.kill(id, "KILL", "load");
    expect(id, 1, KILLED);
    return 1;
  }

  private int writes(ContainerId id, int number) throws WrongLife, InterruptedException {
    String name = "load-" + id.shortId();
    MountSpec volume = new MountSpec(MountSpec.Kind.VOLUME, name, "/data", false, null);
    create(id, number, spec -> spec.mounts(volume), "echo 5 > /data/code; exit $(cat /data/code)");
    engine.start(id);
    expect(id, 1, 5);
    engine.remove(id, FORCE);
    engine.volumes().remove(TenantId.DEFAULT, name);
    return 1;
  }

  private int writesWithoutName(ContainerId id, int number) throws WrongLife, InterruptedException {
    String script = "echo 6 > /store/code; exit $(cat /store/code)";
    create(id, WITH_VOLUME, number, spec -> spec, "sh", "-c", script);
    engine.start(id);
    expect(id, 1, 6);
    return 1;
  }

  private int failsAgainAndAgain(ContainerId id, int number)
      throws WrongLife, InterruptedException {
    RestartPolicy twice = new RestartPolicy(RestartPolicy.Kind.ON_FAILURE, 2);
    create(id, number, spec -> spec.restart(twice), "exit 9");
    engine.start(id);
    for (int run = 1; run <= 3; run++) {
      expect(id, run, 9);
    }
    return 3;
  }

  private int restarts(ContainerId id, int number) throws WrongLife, InterruptedException {
    sleeper(id, number);
    engine.restart(id, Duration.ZERO, "load");
    expect(id, 1, KILLED);
    engine.remove(id, FORCE);
    expect(id, 2, KILLED);
    return 2;
  }

  private int cannotStart(ContainerId id, int number) throws WrongLife, InterruptedException {
    create(id, BusyboxArchive.REFERENCE, number, spec -> spec, "/bin/no-such-program");
    try {
      engine.start(id);
      throw new WrongLife(id + " started without a program");
    } catch (GantryException e) {
      if (e.code() != ErrorCode.RUNTIME_NOT_FOUND) {
        throw e;
      }
    }
    expect(id, 1, NOT_FOUND);
    return 1;
  }

  private int isRemovedFrozen(ContainerId id, int number) throws WrongLife, InterruptedException {
    create(id, number, spec -> spec, "echo here; exec sleep 1000");
    engine.init(id);
    try (AttachSession session = engine.attach(id, DetachKeys.none())) {
      engine.start(id);
      var unused = session.read();
    }
    engine.pause(id);
    engine.remove(id, FORCE);
    expect(id, 1, KILLED);
    return 1;
  }

  private int isNeverStarted(ContainerId id, int number) {
    create(id, number, spec -> spec, "true");
    return 0;
  }
}
