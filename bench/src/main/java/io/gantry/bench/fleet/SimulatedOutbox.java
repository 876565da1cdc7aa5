package io.gantry.bench.fleet;

import io.gantry.api.container.ExitRecord;
import io.gantry.api.node.Report;
import io.gantry.api.node.Report.ContainerStatus;
import io.gantry.api.node.Report.Event;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What a simulated host has still to tell. Used under its host's lock. */
final class SimulatedOutbox {
  private final String epoch = UUID.randomUUID().toString();
  private final ArrayDeque<Report> reports = new ArrayDeque<>();
  private final Journal journal;
  private final Clock clock;
  private final BooleanSupplier cut;
  private long sequence;
  private long acknowledged;

  /** Sequence of the newest report from the time when the node was cut off. */
  private long disturbed;

  SimulatedOutbox(Journal journal, Clock clock, BooleanSupplier cut) {
    this.journal = journal;
    this.clock = clock;
    this.cut = cut;
  }

  String epoch() {
    return epoch;
  }

  long acknowledged() {
    return acknowledged;
  }

  boolean isEmpty() {
    return reports.isEmpty();
  }

  List<Report> read(int limit) {
    return reports.stream().limit(limit).toList();
  }

  void add(ContainerStatus status) {
    add(status, null, null);
  }

  void add(ExitRecord exit) {
    journal.exited(exit);
    add(null, exit, null);
  }

  void add(Event event) {
    add(null, null, event);
  }

  private void add(
      @Nullable ContainerStatus status, @Nullable ExitRecord exit, @Nullable Event event) {
    sequence++;
    reports.add(new Report(sequence, clock.instant(), status, exit, event, null));
    noteCut();
  }

  /** What waits while the node is cut off says nothing about how fast the control plane is. */
  private void noteCut() {
    if (cut.getAsBoolean()) {
      disturbed = sequence;
    }
  }

  void acknowledge(long upTo) {
    noteCut();
    int count = 0;
    while (!reports.isEmpty() && reports.peek().sequence() <= upTo) {
      Report told = reports.remove();
      if (told.exit() != null && told.sequence() > disturbed) {
        journal.inLedger(told.exit().finishedAt(), clock.instant());
      }
      count++;
    }
    acknowledged = upTo;
    journal.acknowledged(count);
  }
}
