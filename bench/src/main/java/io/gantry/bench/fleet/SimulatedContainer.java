package io.gantry.bench.fleet;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.ExitCause;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.container.TenantId;
import io.gantry.api.node.Assignment;
import io.gantry.api.node.Report.ContainerStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A container that exists in memory only. Used under its host's lock. */
final class SimulatedContainer {
  private final ContainerId id;
  private final TenantId tenant;
  private long generation;
  private long launch;
  private long run;
  private ContainerState state = ContainerState.CREATED;
  private @Nullable Integer code;
  private Instant startedAt;

  SimulatedContainer(Assignment assignment, Instant now) {
    this.id = assignment.container();
    this.tenant = assignment.tenant();
    this.startedAt = now;
  }

  ContainerId id() {
    return id;
  }

  TenantId tenant() {
    return tenant;
  }

  boolean isRunning() {
    return state == ContainerState.RUNNING;
  }

  boolean isNews(Assignment assignment) {
    return assignment.generation() > generation;
  }

  /** Whether the assignment asks for a start that was not acted on. */
  boolean isDue(Assignment.@Nullable Launch wished) {
    return wished != null && wished.number() > launch;
  }

  void reached(Assignment assignment) {
    generation = assignment.generation();
    launch = assignment.launch() == null ? launch : assignment.launch().number();
  }

  void start(Instant now) {
    run++;
    state = ContainerState.RUNNING;
    code = null;
    startedAt = now;
  }

  ExitRecord end(int exitCode, ExitCause cause, Instant now) {
    state = ContainerState.EXITED;
    code = exitCode;
    return new ExitRecord(
        id, run, exitCode, null, false, cause, null, null, startedAt, now, null, null);
  }

  ContainerStatus status(boolean removed) {
    return new ContainerStatus(
        id,
        generation,
        launch,
        removed,
        state,
        run,
        code,
        run == 0 ? null : startedAt,
        null,
        0,
        null,
        false,
        null,
        List.of(),
        null,
        null);
  }
}
