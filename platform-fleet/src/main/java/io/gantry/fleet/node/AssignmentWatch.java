package io.gantry.fleet.node;

import io.gantry.api.node.WatchEvent;
import io.gantry.fleet.FleetSettings;
import io.gantry.persistence.notification.ChangeWaiter;
import io.gantry.persistence.notification.Topic;
import io.gantry.persistence.notification.Wakeups;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Tells a node what it should run: all of it, or what changed since a version, then every change as
 * it comes. The database is read when it was notified of a change, never on a timer.
 */
@Service
public class AssignmentWatch {
  private final WatchClaims claims;
  private final AssignmentReader reader;
  private final NodeStreams streams;
  private final Wakeups wakeups;
  private final FleetSettings settings;

  AssignmentWatch(
      WatchClaims claims,
      AssignmentReader reader,
      NodeStreams streams,
      Wakeups wakeups,
      FleetSettings settings) {
    this.claims = claims;
    this.reader = reader;
    this.streams = streams;
    this.wakeups = wakeups;
    this.settings = settings;
  }

  /**
   * Writes to the sink until it throws, the thread is interrupted, the node is removed or a newer
   * watch of it begins on any replica. Blocks; call it on a thread of its own. After a silence a
   * bookmark is written.
   *
   * @param since resource version to resume from; absent, or no longer kept, begins with a list
   * @throws io.gantry.api.error.GantryException NO_SUCH_NODE
   */
  public void follow(String nodeId, @Nullable Long since, WatchSink sink)
      throws IOException, InterruptedException {
    try (ChangeWaiter waiter = new ChangeWaiter(wakeups, Topic.node(nodeId))) {
      String claim = claims.claim(nodeId);
      long version = since == null ? AssignmentReader.NOTHING_SEEN : since;
      do {
        version = write(nodeId, claim, version, sink);
        while (!waiter.awaitChange(settings.bookmarkInterval())) {
          sink.accept(new WatchEvent(WatchEvent.Type.BOOKMARK, version, List.of(), null, null));
        }
      } while (claims.isHeld(nodeId, claim));
    }
  }

  private long write(String nodeId, String claim, long since, WatchSink sink) throws IOException {
    long version = since;
    for (WatchEvent event : reader.changes(nodeId, since)) {
      sink.accept(event);
      version = event.resourceVersion();
    }
    for (WatchEvent stream : streams.take(nodeId, claim, version)) {
      sink.accept(stream);
    }
    return version;
  }
}
