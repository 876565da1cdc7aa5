package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.ProcessIdentity;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.ContainerRecord;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Ends a container's process and waits until its end is known, without the container's lock
 * (STOP-15). Signals go to the process by its descriptor, which is what the runtime would do; the
 * runtime is asked only where all processes must be reached.
 */
final class EndOfRun {
  private static final long LOOK_MILLIS = 25;

  private final Rooms rooms;
  private final ExitWaits waits;
  private final Limits limits;

  EndOfRun(Rooms rooms, ExitWaits waits, Limits limits) {
    this.rooms = rooms;
    this.waits = waits;
    this.limits = limits;
  }

  /** The run that is to end, as it was under the lock. */
  record Target(ContainerConfig config, @Nullable ProcessIdentity process, long run, boolean all) {

    static Target of(LockedContainer container) {
      ContainerRecord record = container.record();
      return new Target(
          container.config(),
          record.process(),
          record.openRun() ? record.run() : record.run() + 1,
          container.config().spec().security().hostPid());
    }

    ContainerId id() {
      return config.id();
    }
  }

  /**
   * Sends the signal, after the grace KILL, and waits for the exit file. A grace of zero is KILL at
   * once.
   *
   * @throws GantryException RUNTIME if the process survives
   */
  void stop(Target target, int signal, Duration grace) {
    boolean gone = grace.isPositive() && send(target, signal) && awaitEnd(target, grace);
    if (!gone) {
      var unused = send(target, Signals.KILL);
      if (!awaitEnd(target, limits.kill())) {
        throw GantryException.of(
                ErrorCode.RUNTIME, "the container's process survives KILL: look at its host")
            .about("container", target.id());
      }
    }
    awaitExit(target);
  }

  /** Sends one signal; returns true, also if the process is gone already. */
  boolean send(Target target, int signal) {
    ProcessIdentity process = target.process();
    if (target.all() || process == null) {
      rooms.runtime().kill(target.id(), signal, target.all());
    } else {
      var unused = rooms.processes().signal(process, signal);
    }
    return true;
  }

  private boolean awaitEnd(Target target, Duration limit) {
    ProcessIdentity process = target.process();
    return process == null || rooms.processes().awaitEnd(process, limit);
  }

  /**
   * Waits until the exit file is there or somebody has handled it, for at most five seconds
   * (EXIT-1). Looks from time to time, so that a missed notification hangs nobody.
   */
  void awaitExit(Target target) {
    CompletableFuture<ExitRecord> recorded = waits.of(target.id(), target.run());
    long end = System.nanoTime() + limits.exitFile().toNanos();
    while (System.nanoTime() < end && rooms.exits().find(target.config()).isEmpty()) {
      if (isDone(recorded)) {
        return;
      }
    }
  }

  private static boolean isDone(CompletableFuture<ExitRecord> recorded) {
    try {
      recorded.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true; // removed meanwhile; the caller reads what became of the container
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw GantryException.of(ErrorCode.TIMEOUT, "interrupted while waiting for an exit", e);
    }
  }
}
