package io.gantry.fleet.event;

import io.gantry.api.resource.EventResource;
import io.gantry.api.resource.Page;
import io.gantry.api.resource.PageRequest;
import io.gantry.fleet.FleetSettings;
import io.gantry.fleet.paging.Cursor;
import io.gantry.persistence.history.EventLog;
import io.gantry.persistence.notification.ChangeWaiter;
import io.gantry.persistence.notification.Topic;
import io.gantry.persistence.notification.Wakeups;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Service;

/** The events of a tenant, numbered without gaps; whoever was away resumes after a number. */
@Service
public class EventService {
  private static final int READ_AT_ONCE = 500;

  private final EventLog log;
  private final Wakeups wakeups;
  private final FleetSettings settings;

  EventService(EventLog log, Wakeups wakeups, FleetSettings settings) {
    this.log = log;
    this.wakeups = wakeups;
    this.settings = settings;
  }

  /**
   * The events after the number, the oldest first; the page's cursor is the number of its last one.
   *
   * @param since overridden by the page's cursor
   */
  @Requires(Permission.EVENT_READ)
  public Page<EventResource> list(Caller caller, long since, PageRequest page) {
    Long after = Cursor.afterNumber(page);
    return Cursor.page(
        log.after(caller.tenant(), after == null ? since : after, page.limit() + 1),
        page,
        event -> List.of(event.id()));
  }

  /** Number of the newest event, to follow from now on; 0 before the first. */
  @Requires(Permission.EVENT_READ)
  public long newest(Caller caller) {
    return log.newest(caller.tenant());
  }

  /** The number after which the events of an instant and later begin. */
  @Requires(Permission.EVENT_READ)
  public long lastBefore(Caller caller, Instant since) {
    return log.lastBefore(caller.tenant(), since);
  }

  /**
   * Writes the events after the number and every later one to the sink, until it throws or the
   * thread is interrupted. Blocks; call it on a thread of its own. After a silence no events are
   * written, to find out whether anybody still reads.
   */
  @Requires(Permission.EVENT_READ)
  public void follow(Caller caller, long since, EventSink sink)
      throws IOException, InterruptedException {
    try (ChangeWaiter waiter = new ChangeWaiter(wakeups, Topic.events(caller.tenant()))) {
      long last = since;
      while (!Thread.currentThread().isInterrupted()) {
        last = write(caller, last, sink);
        if (!waiter.awaitChange(settings.bookmarkInterval())) {
          sink.accept(List.of());
        }
      }
    }
  }

  private long write(Caller caller, long since, EventSink sink) throws IOException {
    long last = since;
    List<EventResource> events = log.after(caller.tenant(), last, READ_AT_ONCE);
    while (!events.isEmpty()) {
      sink.accept(events);
      last = events.getLast().id();
      events = log.after(caller.tenant(), last, READ_AT_ONCE);
    }
    return last;
  }
}
