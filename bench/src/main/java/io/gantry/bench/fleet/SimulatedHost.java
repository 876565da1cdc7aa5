package io.gantry.bench.fleet;

import io.gantry.agent.report.ReportSource;
import io.gantry.agent.watch.WatchListener;
import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ExitCause;
import io.gantry.api.node.Assignment;
import io.gantry.api.node.Report;
import io.gantry.api.node.Report.Event;
import io.gantry.api.node.WatchEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What an agent has below it: containers that do what the assignments say, end when they are told
 * to and are started again by the host, and an outbox. Thread-safe.
 */
final class SimulatedHost implements ReportSource, WatchListener {
  private static final int CODES = 256;
  private static final int TERMINATED = 143;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<ContainerId, SimulatedContainer> containers = new HashMap<>();
  private final Journal journal;
  private final Clock clock;
  private final SimulatedOutbox outbox;
  private long resourceVersion;
  private volatile Runnable appended = () -> {};

  SimulatedHost(Journal journal, Clock clock, BooleanSupplier cut) {
    this.journal = journal;
    this.clock = clock;
    this.outbox = new SimulatedOutbox(journal, clock, cut);
  }

  int count() {
    return locked(containers::size);
  }

  boolean hasToldAll() {
    return locked(outbox::isEmpty);
  }

  /** Lets one of the running containers end and starts it again; false if none runs. */
  boolean endOne(RandomGenerator random) {
    boolean ended = locked(() -> end(random));
    appended.run();
    return ended;
  }

  private boolean end(RandomGenerator random) {
    List<SimulatedContainer> running =
        containers.values().stream().filter(SimulatedContainer::isRunning).toList();
    if (running.isEmpty()) {
      return false;
    }
    SimulatedContainer container = running.get(random.nextInt(running.size()));
    end(container, random.nextInt(CODES), ExitCause.ENDED);
    start(container);
    outbox.add(container.status(false));
    return true;
  }

  private void start(SimulatedContainer container) {
    container.start(clock.instant());
    outbox.add(new Event(container.tenant(), container.id(), "start", null));
  }

  private void end(SimulatedContainer container, int code, ExitCause cause) {
    outbox.add(container.end(code, cause, clock.instant()));
    outbox.add(new Event(container.tenant(), container.id(), "died", null));
    outbox.add(container.status(false));
  }

  @Override
  public void accept(WatchEvent event) {
    locked(
        () -> {
          take(event);
          resourceVersion = event.resourceVersion();
          return null;
        });
    appended.run();
  }

  private void take(WatchEvent event) {
    switch (event.type()) {
      case LIST, CHANGED -> event.assignments().forEach(this::reach);
      case GONE -> containers.remove(event.container());
      case STREAM, BOOKMARK -> {}
    }
  }

  private void reach(Assignment assignment) {
    SimulatedContainer known = containers.get(assignment.container());
    if (known == null) {
      journal.heard(assignment.name());
      known = new SimulatedContainer(assignment, clock.instant());
      containers.put(known.id(), known);
    }
    if (known.isNews(assignment)) {
      act(assignment, known);
    }
  }

  private void act(Assignment assignment, SimulatedContainer container) {
    boolean runs =
        assignment.goal() == Assignment.Goal.RUNNING || assignment.goal() == Assignment.Goal.PAUSED;
    if (container.isRunning() && !runs) {
      end(container, TERMINATED, ExitCause.REQUESTED);
    }
    if (runs && container.isDue(assignment.launch())) {
      start(container);
    }
    container.reached(assignment);
    boolean removed = assignment.goal() == Assignment.Goal.REMOVED;
    outbox.add(container.status(removed));
    if (removed) {
      containers.remove(container.id());
    }
  }

  @Override
  public long resourceVersion() {
    return locked(() -> resourceVersion);
  }

  @Override
  public boolean wantsList() {
    return false;
  }

  @Override
  public String epoch() {
    return outbox.epoch();
  }

  @Override
  public List<Report> read(int limit) {
    return locked(() -> new ArrayList<>(outbox.read(limit)));
  }

  @Override
  public Optional<Instant> endsKnownUpTo() {
    return Optional.of(clock.instant());
  }

  @Override
  public void acknowledge(long sequence) {
    locked(
        () -> {
          outbox.acknowledge(sequence);
          return null;
        });
  }

  @Override
  public long acknowledged() {
    return locked(outbox::acknowledged);
  }

  @Override
  public void tellAnew() {
    throw new IllegalStateException("the control plane forgot what it had acknowledged");
  }

  @Override
  public void onAppend(Runnable listener) {
    appended = listener;
  }

  private <T extends @Nullable Object> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
