package io.gantry.engine.lifecycle;

import io.gantry.api.container.ExitRecord;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.state.StateStore;
import java.util.function.Supplier;

/**
 * What follows the wait for an end that was asked for: the lock is taken again, whoever saw the end
 * first has recorded it, and an end that nobody saw is recorded as such.
 */
final class Ended {
  private final StateStore store;
  private final Sync sync;
  private final MonitorDeath monitorDeath;
  private final Cleanup cleanup;
  private final Endings endings;

  Ended(StateStore store, Sync sync, MonitorDeath monitorDeath, Cleanup cleanup, Endings endings) {
    this.store = store;
    this.sync = sync;
    this.monitorDeath = monitorDeath;
    this.cleanup = cleanup;
    this.endings = endings;
  }

  /**
   * Does the work without the lock, then brings the container's record to the end of the run.
   *
   * @throws GantryException MONITOR_DEAD or TIMEOUT if the end was not seen and -1 was recorded
   */
  StopOutcome after(LockedContainer container, EndOfRun.Target target, Runnable work) {
    try {
      container.away(work);
    } catch (GantryException e) {
      if (e.code() == ErrorCode.NO_SUCH_CONTAINER || e.code() == ErrorCode.REMOVED) {
        return new StopOutcome.Gone();
      }
      throw e;
    }
    sync.run(container);
    if (monitorDeath.run(container)) {
      cleanUp(container);
      throw failure(
          target, ErrorCode.MONITOR_DEAD, "the container's monitor is dead; its run ended with -1");
    }
    if (container.state().isActive() && isSameRun(container, target)) {
      container.save(
          SavePoint.EXIT_TIMEOUT,
          endings.unseen(container.stored(), "the process is gone and no exit code came in 5 s"));
      cleanUp(container);
      throw failure(target, ErrorCode.TIMEOUT, "no exit code came in 5 s; the run ended with -1");
    }
    return outcome(container, target);
  }

  private static boolean isSameRun(LockedContainer container, EndOfRun.Target target) {
    return container.record().openRun() && container.record().run() == target.run();
  }

  private void cleanUp(LockedContainer container) {
    Failures failures = new Failures(container.id());
    failures.step("clean up", () -> cleanup.run(container));
    failures.logFirst();
  }

  private StopOutcome outcome(LockedContainer container, EndOfRun.Target target) {
    Supplier<StopOutcome> unknown = () -> new StopOutcome.AlreadyStopped(container.state());
    return store
        .exit(target.id(), target.run())
        .<StopOutcome>map((ExitRecord exit) -> new StopOutcome.Stopped(exit))
        .orElseGet(unknown);
  }

  private static GantryException failure(EndOfRun.Target target, ErrorCode code, String message) {
    return GantryException.of(code, message).about("container", target.id());
  }
}
