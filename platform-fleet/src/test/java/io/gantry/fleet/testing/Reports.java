package io.gantry.fleet.testing;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.ExitCause;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.container.TenantId;
import io.gantry.api.node.Report;
import io.gantry.api.node.Report.ContainerStatus;
import io.gantry.api.node.Report.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Reports on one container, as its node would make them. */
public final class Reports {
  private static final Instant START = Instant.parse("2026-11-24T10:00:00Z");

  private final ContainerId container;

  Reports(ContainerId container) {
    this.container = container;
  }

  public Report status(long sequence, ContainerState state, long run) {
    return status(sequence, state, run, false);
  }

  public Report removed(long sequence) {
    return status(sequence, ContainerState.REMOVING, 1, true);
  }

  private Report status(long sequence, ContainerState state, long run, boolean removed) {
    ContainerStatus status =
        new ContainerStatus(
            container,
            1,
            run,
            removed,
            state,
            run,
            null,
            run == 0 ? null : START,
            null,
            0,
            null,
            false,
            null,
            List.of("10.88.0.2"),
            null,
            null);
    return new Report(sequence, START.plusSeconds(sequence), status, null, null, null);
  }

  public Report exit(long sequence, long run, int code) {
    ExitRecord exit =
        new ExitRecord(
            container,
            run,
            code,
            null,
            false,
            ExitCause.ENDED,
            null,
            null,
            START,
            START.plusSeconds(run),
            Duration.ofSeconds(run),
            null);
    return new Report(sequence, START.plusSeconds(sequence), null, exit, null, null);
  }

  public Report event(long sequence, String action, String detail) {
    return new Report(
        sequence,
        START.plusSeconds(sequence),
        null,
        null,
        new Event(TenantId.DEFAULT, container, action, detail),
        null);
  }
}
