package io.gantry.fleet.testing;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.ExitCause;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.container.TenantId;
import io.gantry.api.node.Report;
import io.gantry.api.node.Report.ContainerStatus;
import io.gantry.api.node.Report.Event;
import io.gantry.api.node.Report.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reports on one container, as its node would make them. */
public final class Reports {
  /** When runs start; run n ends n seconds later. */
  public static final Instant START = Instant.parse("2026-11-24T10:00:00Z");

  private final ContainerId container;

  Reports(ContainerId container) {
    this.container = container;
  }

  public Report status(long sequence, ContainerState state, long run) {
    return status(sequence, state, run, null);
  }

  /**
   * It runs since just now, as the first start that was asked for said; the generation is reached.
   */
  public Report launched(long sequence, long generation) {
    return first(sequence, generation, ContainerState.RUNNING);
  }

  /** The same, and it has ended already. */
  public Report ended(long sequence, long generation) {
    return first(sequence, generation, ContainerState.EXITED);
  }

  private Report first(long sequence, long generation, ContainerState state) {
    return reached(status(sequence, state, 1), generation, null);
  }

  /** The container has ended and is started again then. */
  public Report waiting(long sequence, long run, Instant nextRestartAt) {
    return status(sequence, ContainerState.EXITED, run, nextRestartAt);
  }

  /** A status of this generation, that the node could fulfil or not. */
  public Report reached(long sequence, long generation, @Nullable Failure failure) {
    return reached(status(sequence, ContainerState.RUNNING, 1), generation, failure);
  }

  /** The container is gone with this generation. */
  public Report removed(long sequence, long generation) {
    return reached(removed(sequence), generation, null);
  }

  private Report reached(Report report, long generation, @Nullable Failure failure) {
    ContainerStatus was = Objects.requireNonNull(report.status());
    ContainerStatus status =
        new ContainerStatus(
            container,
            generation,
            was.launch(),
            was.removed(),
            was.state(),
            was.run(),
            null,
            was.startedAt(),
            null,
            0,
            null,
            false,
            null,
            was.addresses(),
            null,
            failure);
    return new Report(report.sequence(), report.at(), status, null, null, null);
  }

  public Report removed(long sequence) {
    return status(sequence, ContainerState.REMOVING, 1, null);
  }

  private Report status(
      long sequence, ContainerState state, long run, @Nullable Instant nextRestartAt) {
    ContainerStatus status =
        new ContainerStatus(
            container,
            1,
            run,
            state == ContainerState.REMOVING,
            state,
            run,
            null,
            run == 0 ? null : START,
            null,
            0,
            nextRestartAt,
            false,
            null,
            List.of("10.88.0.2"),
            null,
            null);
    return new Report(sequence, START.plusSeconds(sequence), status, null, null, null);
  }

  /**
   * How a run ended.
   *
   * @param at seconds after {@link #START}
   * @param took seconds
   */
  public record Ending(
      long run, int code, ExitCause cause, @Nullable String imageDigest, long at, long took) {
    public Ending(long run, int code, ExitCause cause) {
      this(run, code, cause, null, run, run);
    }

    /** The same of an image. */
    public Ending of(String digest) {
      return new Ending(run, code, cause, digest, at, took);
    }
  }

  public Report exit(long sequence, long run, int code) {
    return ended(sequence, new Ending(run, code, ExitCause.ENDED));
  }

  public Report ended(long sequence, Ending ending) {
    Instant finished = START.plusSeconds(ending.at());
    ExitRecord exit =
        new ExitRecord(
            container,
            ending.run(),
            ending.code(),
            null,
            ending.cause() == ExitCause.OUT_OF_MEMORY,
            ending.cause(),
            null,
            null,
            finished.minusSeconds(ending.took()),
            finished,
            Duration.ofSeconds(ending.took()),
            ending.imageDigest());
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
