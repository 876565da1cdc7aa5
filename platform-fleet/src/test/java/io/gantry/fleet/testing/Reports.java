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

  /**
   * How a run ended.
   *
   * @param at seconds after {@link #START}
   */
  public record Ending(long run, int code, ExitCause cause, @Nullable String imageDigest, long at) {
    public Ending(long run, int code, ExitCause cause) {
      this(run, code, cause, null, run);
    }

    /** The same of an image. */
    public Ending of(String digest) {
      return new Ending(run, code, cause, digest, at);
    }
  }

  public Report exit(long sequence, long run, int code) {
    return ended(sequence, new Ending(run, code, ExitCause.ENDED));
  }

  public Report ended(long sequence, Ending ending) {
    Duration took = Duration.ofSeconds(ending.at());
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
            START,
            START.plus(took),
            took,
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
