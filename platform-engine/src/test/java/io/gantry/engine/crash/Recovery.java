package io.gantry.engine.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerState;
import io.gantry.api.container.TenantId;
import io.gantry.api.node.Report;
import io.gantry.engine.ContainerInspect;
import io.gantry.engine.Engine;
import io.gantry.engine.Eventually;
import io.gantry.engine.Remains;
import io.gantry.engine.lifecycle.RemoveOptions;
import io.gantry.engine.state.CheckpointStatus.Phase;
import io.gantry.engine.state.ContainerRecord;
import io.gantry.engine.state.PodRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What has to be so after a crash once the next engine is open; at the end all is removed. */
record Recovery(Engine engine, Path directory) {
  private static final RemoveOptions FORCE = new RemoveOptions(true, true, Duration.ZERO, "test");
  private static final Set<ContainerState> IDLE =
      EnumSet.of(ContainerState.CONFIGURED, ContainerState.CREATED, ContainerState.EXITED);

  void check(CrashScript script) {
    Set<ContainerState> busy =
        script.needsCriu() // what a checkpoint has frozen is thawed
            ? EnumSet.of(ContainerState.RUNNING)
            : EnumSet.of(ContainerState.RUNNING, ContainerState.PAUSED);
    Eventually.until(
        "all containers at rest: " + records(),
        () -> records().stream().allMatch(record -> rests(record, busy)));
    assertThat(records())
        .noneMatch(record -> record.isIn(Phase.CHECKPOINTING) || record.isIn(Phase.RESTORING));
    if (engine.list().isEmpty()) {
      assertThat(engine.volumes().list(TenantId.DEFAULT)).isEmpty();
    }
    engine.list().forEach(this::everyRunHasItsEnd);
    removeAll();
    Eventually.until(
        "nothing left: " + Remains.in(directory), () -> Remains.in(directory).isEmpty());
    everyEndWasTold(script);
  }

  private List<ContainerRecord> records() {
    return engine.list().stream().map(ContainerInspect::record).toList();
  }

  private static boolean rests(ContainerRecord record, Set<ContainerState> busy) {
    return IDLE.contains(record.state()) ? !record.openRun() : busy.contains(record.state());
  }

  private void everyRunHasItsEnd(ContainerInspect container) {
    ContainerRecord record = container.record();
    long ended = record.openRun() ? record.run() - 1 : record.run();
    for (long run = 1; run <= ended; run++) {
      assertThat(engine.exit(container.id(), run)).isCompleted();
    }
    if (record.openRun()) {
      assertThat(record.process()).isNotNull().matches(process -> process.isAlive());
      assertThat(record.monitor()).isNotNull().matches(monitor -> monitor.isAlive());
    }
  }

  private void removeAll() {
    for (PodRecord pod : engine.pods().list()) {
      assertThat(pod.phase()).isEqualTo(PodRecord.Phase.CREATED);
      assertThat(engine.find(Objects.requireNonNull(pod.infra()))).isPresent();
      engine.pods().remove(pod.id(), true, FORCE);
    }
    for (ContainerInspect container : engine.list()) {
      engine.removeWithDependents(container.id(), FORCE);
    }
    assertThat(engine.list()).isEmpty();
    engine
        .volumes()
        .list(TenantId.DEFAULT)
        .forEach(volume -> engine.volumes().remove(TenantId.DEFAULT, volume.name()));
  }

  private void everyEndWasTold(CrashScript script) {
    List<Report> reports = engine.outbox().read(0, 10_000);
    engine.outbox().acknowledge(reports.stream().mapToLong(Report::sequence).max().orElse(0));
    assertThat(ToldEnds.problems(reports, script.codes())).isEmpty();
  }
}
