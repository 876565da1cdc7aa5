package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerState;
import io.gantry.api.container.ExitCause;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.container.RestartPolicy;
import io.gantry.engine.state.Change;
import io.gantry.engine.state.CheckpointStatus;
import io.gantry.engine.state.ContainerRecord;
import io.gantry.engine.state.StoredContainer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says how a run ended: the change that records it, with the exit record and its events. */
final class Endings {
  private static final int SIGNAL_BASE = 128;
  private static final int LAST_SIGNAL = 64;
  private static final int KILL = 9;
  private static final String BY_CHECKPOINT =
      "a checkpoint wrote its processes to the disk and ended them";

  private final Time time;

  Endings(Time time) {
    this.time = time;
  }

  /** What is known of an end, before it is put into the container's words. */
  private record End(
      int code, ExitCause cause, @Nullable String evidence, Instant at, boolean outOfMemory) {}

  /**
   * The monitor wrote the code down (EXIT-6, EXIT-7). The monitor itself stays recorded until the
   * cleanup has seen it end: a file it writes late would be taken for the next run's.
   */
  Change seen(StoredContainer container, SeenExit exit, Optional<String> memory) {
    boolean outOfMemory = memory.isPresent();
    if (exit.damage() != null) {
      // Nobody knows the code, and no look at the file will tell it: never an invented one.
      return ended(
          container,
          new End(
              ExitRecord.UNSEEN, ExitCause.UNKNOWN, exit.damage(), exit.finishedAt(), outOfMemory));
    }
    ExitCause cause = cause(container, exit.code(), outOfMemory);
    String evidence = evidence(container, exit, cause).or(() -> memory).orElse(null);
    return ended(container, new End(exit.code(), cause, evidence, exit.finishedAt(), outOfMemory));
  }

  private static Optional<String> evidence(
      StoredContainer container, SeenExit exit, ExitCause cause) {
    if (isByCheckpoint(container.record(), exit.code())) {
      return Optional.of(BY_CHECKPOINT);
    }
    return cause == ExitCause.RUN_TIMEOUT
        ? Optional.of("the monitor ended the run after " + container.config().spec().runTimeout())
        : Optional.empty();
  }

  /** CRIU kills what it has written. */
  private static boolean isByCheckpoint(ContainerRecord record, int code) {
    return cutOff(record) && code == SIGNAL_BASE + KILL;
  }

  private static boolean cutOff(ContainerRecord record) {
    return record.isIn(CheckpointStatus.Phase.CHECKPOINTING);
  }

  private static ExitCause cause(StoredContainer container, int code, boolean outOfMemory) {
    if (container.record().stoppedByUser() || isByCheckpoint(container.record(), code)) {
      return ExitCause.REQUESTED;
    }
    if (!container.record().openRun()) {
      return ExitCause.START_FAILED;
    }
    if (outOfMemory && code == SIGNAL_BASE + KILL) {
      return ExitCause.OUT_OF_MEMORY;
    }
    if (code == ExitRecord.UNSEEN && container.config().spec().runTimeout() != null) {
      return ExitCause.RUN_TIMEOUT;
    }
    return signal(code) == null ? ExitCause.ENDED : ExitCause.SIGNALLED;
  }

  private static @Nullable Integer signal(int code) {
    int signal = code - SIGNAL_BASE;
    return signal > 0 && signal <= LAST_SIGNAL ? signal : null;
  }

  /** Nobody saw the end: code -1 and the reason (EXIT-11, STOP-13). */
  Change unseen(StoredContainer container, String reason) {
    return ended(
        container, new End(ExitRecord.UNSEEN, ExitCause.UNKNOWN, reason, time.now(), false));
  }

  /** The host restarted under the run (REFRESH-9). */
  Change hostRestart(StoredContainer container) {
    return ended(
        container,
        new End(
            ExitRecord.UNSEEN,
            ExitCause.HOST_RESTART,
            "the host restarted while the container ran",
            time.now(),
            false));
  }

  /** The opened run never got to its command; the state stays what it is. */
  Change notStarted(StoredContainer container, int code, String reason) {
    End end = new End(code, ExitCause.START_FAILED, reason, time.now(), false);
    ExitRecord exit = record(container, container.record().run(), end);
    ContainerRecord ended =
        container.record().toBuilder()
            .openRun(false)
            .exitCode(code)
            .finishedAt(end.at())
            .startedAt(null)
            .startedNanos(null)
            .nextRestartAt(null)
            .checkpoint(afterFailedRestore(container.record()))
            .build();
    return Change.to(ended, time.now()).ending(exit).telling("died", Integer.toString(code));
  }

  /** The checkpoint is still there and can be tried again. */
  private @Nullable CheckpointStatus afterFailedRestore(ContainerRecord record) {
    CheckpointStatus status = record.checkpoint();
    return status != null && record.isIn(CheckpointStatus.Phase.RESTORING)
        ? status.next(CheckpointStatus.Phase.CHECKPOINTED, time.now())
        : status;
  }

  private Change ended(StoredContainer container, End end) {
    ContainerRecord before = container.record();
    long run = before.openRun() ? before.run() : before.run() + 1;
    ExitRecord exit = record(container, run, end);
    boolean matches = policyMatches(container) && !isByCheckpoint(before, end.code());
    int shortRuns = RestartDecision.shortRuns(before.shortRuns(), exit.duration());
    RestartPolicy policy = container.config().spec().restart();
    boolean again = matches && RestartDecision.applies(policy, end.code(), before.restartCount());
    ContainerRecord ended =
        before.toBuilder()
            .state(ContainerState.STOPPED)
            .run(run)
            .openRun(false)
            .process(null)
            .finishedAt(end.at())
            .exitCode(end.code())
            .outOfMemory(end.outOfMemory())
            .restartPolicyMatch(matches)
            .shortRuns(shortRuns)
            .nextRestartAt(again ? time.now().plus(RestartDecision.delay(shortRuns)) : null)
            .checkpoint(cutOff(before) ? null : before.checkpoint())
            .build();
    Change change =
        Change.to(ended, time.now()).ending(exit).telling("died", Integer.toString(end.code()));
    return before.state() == ContainerState.STOPPING ? change.telling("stop", null) : change;
  }

  /** SYNC-5; a container whose start was not saved yet counts as running. */
  private static boolean policyMatches(StoredContainer container) {
    ContainerRecord record = container.record();
    boolean ran =
        record.state() == ContainerState.RUNNING
            || record.state() == ContainerState.PAUSED
            || (record.state() == ContainerState.CREATED && record.openRun());
    return ran
        && !record.stoppedByUser()
        && container.config().spec().restart().kind() != RestartPolicy.Kind.NO;
  }

  private ExitRecord record(StoredContainer container, long run, End end) {
    ContainerRecord record = container.record();
    boolean started = record.openRun() && end.cause() != ExitCause.START_FAILED;
    Duration duration = started ? time.since(record.startedNanos(), end.at()) : null;
    return new ExitRecord(
        container.config().id(),
        run,
        end.code(),
        signal(end.code()),
        end.outOfMemory(),
        end.cause(),
        end.evidence(),
        record.stoppedByUser() || end.cause() == ExitCause.REQUESTED ? record.requestedBy() : null,
        started ? record.startedAt() : null,
        end.at(),
        duration,
        container.config().image().id().value());
  }
}
