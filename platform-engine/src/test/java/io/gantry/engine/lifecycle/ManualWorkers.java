package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerId;
import io.gantry.engine.linux.ProcessIdentity;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Workers that work when the test says so, on the test's thread. */
final class ManualWorkers implements Workers {
  private final ArrayDeque<Runnable> followUps = new ArrayDeque<>();
  private final ArrayDeque<Runnable> ahead = new ArrayDeque<>();
  private final List<Runnable> timers = new ArrayList<>();
  final List<Duration> delays = new ArrayList<>();
  final Map<ContainerId, ProcessIdentity> watched = new HashMap<>();

  /** Does what follows by itself until nothing is left; timers are not due. */
  void settle() {
    for (Runnable work = followUps.poll(); work != null; work = followUps.poll()) {
      work.run();
    }
  }

  /** Does what nobody waits for. */
  void workAhead() {
    for (Runnable work = ahead.poll(); work != null; work = ahead.poll()) {
      work.run();
    }
  }

  /** All timers that are set now are due. */
  void timePasses() {
    List<Runnable> due = List.copyOf(timers);
    timers.clear();
    due.forEach(Runnable::run);
    settle();
  }

  /** Drops all that is still to be done, as the end of the engine does. */
  void forget() {
    followUps.clear();
    ahead.clear();
    timers.clear();
    watched.clear();
  }

  @Override
  public Executor followUps() {
    return followUps::add;
  }

  @Override
  public Executor ahead() {
    return ahead::add;
  }

  @Override
  public Executor parallel() {
    return Runnable::run;
  }

  @Override
  public Executor answers() {
    return Runnable::run;
  }

  @Override
  public Executor checks() {
    return followUps::add;
  }

  @Override
  public void after(Duration delay, Runnable work) {
    delays.add(delay);
    timers.add(work);
  }

  @Override
  public MonitorWatch watch(Consumer<ContainerId> ended) {
    return watched::put;
  }
}
