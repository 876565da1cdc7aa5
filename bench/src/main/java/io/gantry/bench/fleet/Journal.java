package io.gantry.bench.fleet;

import io.gantry.api.container.ExitRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What really happened in the fleet, and how long it took others to hear of it. Thread-safe. */
final class Journal {
  /** One run of one container. */
  record Run(String container, long number) {}

  private final Map<Run, Integer> exits = new ConcurrentHashMap<>();
  private final Map<String, Long> wishes = new ConcurrentHashMap<>();
  private final LongAdder reports = new LongAdder();
  private final SharedSamples toLedger = new SharedSamples();
  private final SharedSamples toNode = new SharedSamples();
  private final SharedSamples toWatcher = new SharedSamples();

  /** A container ended. */
  void exited(ExitRecord exit) {
    exits.put(new Run(exit.container().value(), exit.run()), exit.code());
  }

  /** The control plane acknowledged so many reports. */
  void acknowledged(int count) {
    reports.add(count);
  }

  /** An exit is in the ledger. */
  void inLedger(Instant exitedAt, Instant now) {
    toLedger.add(Duration.between(exitedAt, now).toNanos());
  }

  /** Somebody is about to wish for a container of this name. */
  void wished(String name) {
    wishes.put(name, System.nanoTime());
  }

  /** A node was told of a container for the first time. */
  void heard(String name) {
    Long since = wishes.remove(name);
    if (since != null) {
      toNode.add(System.nanoTime() - since);
    }
  }

  /** A watcher of events was told of an exit. */
  void watched(Instant exitedAt, Instant now) {
    toWatcher.add(Duration.between(exitedAt, now).toNanos());
  }

  /** Code of each run that ended. */
  Map<Run, Integer> exits() {
    return Map.copyOf(exits);
  }

  long reports() {
    return reports.sum();
  }

  SharedSamples toLedger() {
    return toLedger;
  }

  SharedSamples toNode() {
    return toNode;
  }

  SharedSamples toWatcher() {
    return toWatcher;
  }
}
