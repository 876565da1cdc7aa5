package io.gantry.bench;

import io.gantry.bench.product.HostProcess;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Every kind of work once for one peer; its samples grow with each. Not thread-safe. */
final class Round {
  private static final AtomicInteger SECONDS = new AtomicInteger(900_000);
  private static final long BETWEEN_CREATE_AND_START = 300;
  private static final long BEFORE_THE_DEATH = 50;

  private final Peer peer;
  private final String image;
  private final Map<Row, Samples> samples = new EnumMap<>(Row.class);

  Round(Peer peer, String image) {
    this.peer = peer;
    this.image = image;
  }

  Peer peer() {
    return peer;
  }

  Samples of(Row row) {
    return samples.computeIfAbsent(row, kind -> new Samples());
  }

  void forget() {
    samples.clear();
  }

  void run() throws Exception {
    peer.remove(createAndStart(Row.CREATE_START_BRIDGE, true, sleep()));
    besideAnother();
    startAlone();
    death();
    stopAndRemove();
  }

  private String createAndStart(Row row, boolean bridge, List<String> command) throws Exception {
    long before = System.nanoTime();
    String id = peer.create(image, bridge, command);
    peer.start(id);
    of(row).add(System.nanoTime() - before);
    return id;
  }

  private void besideAnother() throws Exception {
    String other = peer.create(image, true, sleep());
    peer.start(other);
    peer.remove(createAndStart(Row.CREATE_START_USED_BRIDGE, true, sleep()));
    peer.remove(other);
  }

  private void startAlone() throws Exception {
    String id = peer.create(image, true, sleep());
    TimeUnit.MILLISECONDS.sleep(BETWEEN_CREATE_AND_START);
    of(Row.START_ALONE).time(() -> peer.start(id));
    peer.remove(id);
  }

  private void death() throws Exception {
    List<String> command = sleep();
    String id = createAndStart(Row.CREATE_START_NONE, false, command);
    CompletableFuture<Long> answer =
        CompletableFuture.supplyAsync(
            () -> {
              awaitEnd(id);
              return System.nanoTime();
            });
    TimeUnit.MILLISECONDS.sleep(BEFORE_THE_DEATH);
    HostProcess process = processOf(command);
    long before = System.nanoTime();
    process.kill();
    of(Row.DEATH_TO_ANSWER).add(answer.get(1, TimeUnit.MINUTES) - before);
    peer.remove(id);
  }

  private void awaitEnd(String id) {
    try {
      peer.await(id);
    } catch (Exception e) {
      throw new IllegalStateException(peer.name() + " did not see the end of " + id, e);
    }
  }

  private void stopAndRemove() throws Exception {
    String stopped = createAndStart(Row.CREATE_START_NONE, false, sleep());
    of(Row.STOP).time(() -> peer.stop(stopped));
    peer.remove(stopped);
    String removed = createAndStart(Row.CREATE_START_NONE, false, sleep());
    of(Row.REMOVE).time(() -> peer.remove(removed));
  }

  /** A command no other process of the host has. */
  private static List<String> sleep() {
    return List.of("sleep", Integer.toString(SECONDS.getAndIncrement()));
  }

  private static HostProcess processOf(List<String> command) throws Exception {
    return HostProcess.all().stream()
        .filter(process -> process.command().size() >= command.size())
        .filter(process -> process.command().subList(0, command.size()).equals(command))
        .findFirst()
        .orElseThrow();
  }
}
