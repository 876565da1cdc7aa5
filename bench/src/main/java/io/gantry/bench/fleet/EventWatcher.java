package io.gantry.bench.fleet;

import io.gantry.api.resource.EventResource;
import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.client.ControlPlane;
import io.gantry.ctl.client.Json;
import io.gantry.ctl.client.ServerSentEvents;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/** Somebody who follows the events; one thread's but for closing. */
final class EventWatcher implements AutoCloseable {
  private static final Clock CLOCK = Clock.systemUTC();

  private final InputStream events;
  private final Journal journal;
  private final Thread thread;
  private final AtomicLong died = new AtomicLong();
  private volatile boolean outOfOrder;
  private long newest;

  private EventWatcher(InputStream events, Journal journal) {
    this.events = events;
    this.journal = journal;
    this.thread = Thread.ofPlatform().name("event-watcher").daemon().unstarted(this::read);
  }

  static EventWatcher start(ControlPlane controlPlane, Journal journal) {
    EventWatcher watcher =
        new EventWatcher(controlPlane.open(ApiPath.of("events"), ServerSentEvents.TYPE), journal);
    watcher.thread.start();
    return watcher;
  }

  private void read() {
    try {
      new ServerSentEvents().read(events, this::take);
    } catch (IOException e) {
      // Closed: whether all was seen shows the count.
    }
  }

  private void take(String data) {
    EventResource event = Json.MAPPER.readValue(data, EventResource.class);
    outOfOrder |= event.id() <= newest;
    newest = event.id();
    if (event.action().equals("died")) {
      journal.watched(event.at(), CLOCK.instant());
      died.incrementAndGet();
    }
  }

  /** Number of ends it was told of. */
  long died() {
    return died.get();
  }

  boolean isOutOfOrder() {
    return outOfOrder;
  }

  @Override
  public void close() throws IOException {
    events.close();
  }
}
