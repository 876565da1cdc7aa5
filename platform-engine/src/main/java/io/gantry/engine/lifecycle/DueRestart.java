package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerState;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.container.RestartPolicy;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.Report.Failure;
import io.gantry.engine.state.ContainerRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a container whose policy wants it again, or whose start a crash cut off. A failed attempt
 * counts like a short run: the policy decides anew.
 */
final class DueRestart {
  private static final Logger LOG = LoggerFactory.getLogger(DueRestart.class);

  private final Start start;

  DueRestart(Start start) {
    this.start = start;
  }

  /** Does it if it is still due; returns when the next attempt is, if there is to be one. */
  @Nullable Instant run(LockedContainer container) {
    ContainerRecord record = container.record();
    if (record.nextRestartAt() == null || !Operation.START.accepts(container.state())) {
      return null;
    }
    if (!record.openRun() && !dependenciesRun(container)) {
      return null;
    }
    if (!record.openRun()) {
      container.save(
          SavePoint.RESTART_COUNTED,
          container
              .change(fields -> fields.restartCount(record.restartCount() + 1))
              .telling("restart", "policy"));
    }
    try {
      start.run(container, true);
      return null;
    } catch (GantryException e) {
      LOG.warn("restart failed container={}", container.id(), e);
      return container.isValid() ? putOff(container, e) : null;
    }
  }

  /** Without what it needs the policy does not apply (RESTART-9). */
  private static boolean dependenciesRun(LockedContainer container) {
    try {
      container.requireDependencies();
      return true;
    } catch (GantryException e) {
      LOG.warn("not restarted container={}", container.id(), e);
      container.save(
          SavePoint.RESTART_PUT_OFF,
          container.change(fields -> fields.nextRestartAt(null).failure(failure(e))));
      return false;
    }
  }

  private static Failure failure(GantryException e) {
    return new Failure(e.code(), String.valueOf(e.getMessage()));
  }

  private @Nullable Instant putOff(LockedContainer container, GantryException failure) {
    ContainerRecord record = container.record();
    RestartPolicy policy = container.config().spec().restart();
    boolean again =
        !record.stoppedByUser()
            && container.state() != ContainerState.REMOVING
            && isWorthRepeating(failure.code())
            && RestartDecision.applies(policy, ExitRecord.UNSEEN, record.restartCount());
    int shortRuns = record.shortRuns() + 1;
    Instant next = again ? container.now().plus(RestartDecision.delay(shortRuns)) : null;
    container.save(
        SavePoint.RESTART_PUT_OFF,
        container.change(
            fields -> fields.shortRuns(shortRuns).nextRestartAt(next).failure(failure(failure))));
    return next;
  }

  /** A command that is not there or not permitted stays so. */
  private static boolean isWorthRepeating(ErrorCode code) {
    return code != ErrorCode.RUNTIME_NOT_FOUND && code != ErrorCode.RUNTIME_PERMISSION;
  }
}
