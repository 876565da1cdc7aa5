package io.gantry.web.stream;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.StreamRequest;
import io.gantry.fleet.replica.Replicas;
import io.gantry.security.credential.Secrets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Pairs streams that clients ask for with the WebSockets nodes dial, by one-time tickets. Knows the
 * streams of this replica. Thread-safe.
 */
@Component
public class StreamRelay {
  /** Where nodes dial; the replica that asks and the stream's id follow. */
  public static final String PATH = "/agent/v1/streams/";

  /** Carries the one-time ticket. */
  public static final String TICKET_HEADER = "Gantry-Ticket";

  private final NodeDoorbell doorbell;
  private final Secrets secrets;
  private final StreamLimits limits;
  private final StreamSettings settings;
  private final String replica;
  private final ControlCodec codec = new ControlCodec();
  private final Map<String, Pending> pending = new ConcurrentHashMap<>();
  private final Map<String, NodeStream> open = new ConcurrentHashMap<>();

  StreamRelay(
      NodeDoorbell doorbell,
      Secrets secrets,
      StreamLimits limits,
      StreamSettings settings,
      Replicas replicas) {
    this.doorbell = doorbell;
    this.secrets = secrets;
    this.limits = limits;
    this.settings = settings;
    this.replica = replicas.own();
  }

  /** A stream that was asked for and not dialled yet. */
  private record Pending(String nodeId, String ticketHash, NodeStream stream) {}

  /**
   * Opens a stream to a node; returns when the node has dialled. Whoever calls closes it.
   *
   * @throws GantryException NODE_UNAVAILABLE if the node does not dial in time; RATE_LIMITED if the
   *     tenant has too many streams open
   */
  public NodeStream open(StreamTarget target) {
    return open(target, StreamNote.NONE);
  }

  /** The same, noted in the audit log from when the tenant may have the stream. */
  NodeStream open(StreamTarget target, StreamNote note) {
    String id = UUID.randomUUID().toString();
    limits.admit(target.tenant());
    NodeStream stream = new NodeStream(codec, () -> forget(id, target));
    open.put(id, stream);
    try {
      note.asked();
      stream.noteEnd(note);
      dial(id, target, stream);
      return stream;
    } catch (RuntimeException e) {
      stream.close();
      throw e;
    }
  }

  private void dial(String id, StreamTarget target, NodeStream stream) {
    String ticket = secrets.fresh("");
    pending.put(id, new Pending(target.nodeId(), Secrets.sha256(ticket), stream));
    try {
      doorbell.ring(
          target.nodeId(),
          new StreamRequest(
              id,
              ticket,
              PATH + replica + '/' + id,
              target.kind(),
              target.tenant(),
              target.container(),
              target.parameters()));
      stream.awaitDial(settings.dialTimeout());
    } finally {
      pending.remove(id);
    }
  }

  /**
   * The stream a node dials; its ticket is good for this once.
   *
   * @throws GantryException NOT_FOUND if there is no such stream, it is another node's, or the
   *     ticket is wrong or used
   */
  NodeStream redeem(String id, String nodeId, String ticket) {
    Pending asked = pending.get(id);
    boolean good =
        asked != null
            && asked.nodeId().equals(nodeId)
            && Secrets.same(asked.ticketHash(), Secrets.sha256(ticket))
            && pending.remove(id, asked);
    if (asked == null || !good) {
      throw GantryException.of(ErrorCode.NOT_FOUND, "no stream waits for this ticket");
    }
    return asked.stream();
  }

  private void forget(String id, StreamTarget target) {
    if (open.remove(id) != null) {
      limits.release(target.tenant());
    }
  }

  /** Shows proxies on the way that silent streams are in use, and finds connections that died. */
  @Scheduled(fixedDelayString = "${gantry.stream.ping-interval:20s}")
  void ping() {
    open.values().forEach(NodeStream::ping);
  }

  /** Number of streams that are open on this replica. */
  int openStreams() {
    return open.size();
  }
}
