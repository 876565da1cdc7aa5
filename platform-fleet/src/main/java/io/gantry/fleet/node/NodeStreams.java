package io.gantry.fleet.node;

import io.gantry.api.node.StreamRequest;
import io.gantry.api.node.WatchEvent;
import io.gantry.fleet.FleetSettings;
import io.gantry.persistence.fence.AcrossTenants;
import io.gantry.persistence.fence.PlatformWork;
import io.gantry.persistence.node.StreamRequestRows;
import io.gantry.persistence.notification.Notifier;
import io.gantry.persistence.notification.Topic;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Asks a node to dial a stream, whichever replica holds its watch. */
@Service
@AcrossTenants(PlatformWork.NODES)
public class NodeStreams {
  private final StreamRequestRows rows;
  private final Notifier notifier;
  private final Clock clock;
  private final FleetSettings settings;

  NodeStreams(StreamRequestRows rows, Notifier notifier, Clock clock, FleetSettings settings) {
    this.rows = rows;
    this.notifier = notifier;
    this.clock = clock;
    this.settings = settings;
  }

  /**
   * Puts the request on the node's watch. If the node has no watch for a while the request is
   * forgotten, so the asker waits with a limit.
   */
  @Transactional
  public void request(String nodeId, StreamRequest request) {
    rows.add(nodeId, request, clock.instant());
    notifier.changed(Topic.node(nodeId));
  }

  /**
   * The requests the node's watch has to tell, each of them once; none if it is not the node's
   * newest.
   */
  @Transactional
  public List<WatchEvent> take(String nodeId, String watch, long version) {
    return rows
        .take(nodeId, watch, clock.instant().minus(settings.streamRequestLifetime()))
        .stream()
        .map(request -> new WatchEvent(WatchEvent.Type.STREAM, version, List.of(), null, request))
        .toList();
  }
}
