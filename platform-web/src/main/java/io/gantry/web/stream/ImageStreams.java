package io.gantry.web.stream;

import io.gantry.api.image.ImageDetail;
import io.gantry.api.node.StreamRequest.Kind;
import io.gantry.api.resource.TagImage;
import io.gantry.api.resource.TransferImage;
import io.gantry.fleet.node.NodeChoice;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import tools.jackson.databind.JsonNode;

/**
 * Has nodes work on a tenant's images. Each change, and each image handed out, is noted in the
 * audit log before it is asked of the node. All throw NO_SUCH_NODE and NODE_UNAVAILABLE.
 */
@Service
class ImageStreams {
  private static final String REFERENCE = "reference";

  private final NodeChoice nodes;
  private final StreamRelay relay;
  private final NodeCalls calls;
  private final StreamAudit audit;

  ImageStreams(NodeChoice nodes, StreamRelay relay, NodeCalls calls, StreamAudit audit) {
    this.nodes = nodes;
    this.relay = relay;
    this.calls = calls;
    this.audit = audit;
  }

  @Requires(Permission.IMAGE_READ)
  ImageDetail inspect(Caller caller, String reference, @Nullable String node) {
    return calls.ask(
        holder(caller, Kind.IMAGE_INSPECT, reference, node).with(Map.of(REFERENCE, reference)),
        ImageDetail.class);
  }

  @Requires(Permission.IMAGE_TAG)
  void tag(Caller caller, TagImage tag) {
    StreamTarget target =
        holder(caller, Kind.IMAGE_TAG, tag.source(), tag.node())
            .with(Map.of("source", tag.source(), "target", tag.target()));
    StreamNote note =
        audit.of(caller, Permission.IMAGE_TAG, target, tag.source() + " as " + tag.target());
    calls.tell(target, note);
  }

  @Requires(Permission.IMAGE_REMOVE)
  void remove(Caller caller, String reference, @Nullable String node) {
    StreamTarget target =
        holder(caller, Kind.IMAGE_REMOVE, reference, node).with(Map.of(REFERENCE, reference));
    StreamNote note = audit.of(caller, Permission.IMAGE_REMOVE, target, reference);
    calls.tell(target, note);
  }

  @Requires(Permission.IMAGE_REMOVE)
  JsonNode prune(Caller caller, @Nullable String node) {
    StreamTarget target = target(caller, Kind.IMAGE_PRUNE, node);
    StreamNote note = audit.of(caller, Permission.IMAGE_REMOVE, target, "prune");
    return calls.ask(target, note, JsonNode.class);
  }

  @Requires(Permission.IMAGE_IMPORT)
  NodeStream importRootfs(Caller caller, Map<String, Object> parameters, @Nullable String node) {
    StreamTarget target = target(caller, Kind.IMAGE_IMPORT, node).with(parameters);
    StreamNote note =
        audit.of(
            caller, Permission.IMAGE_IMPORT, target, String.valueOf(parameters.get(REFERENCE)));
    return relay.open(target, note);
  }

  @Requires(Permission.IMAGE_IMPORT)
  NodeStream load(Caller caller, @Nullable String node) {
    StreamTarget target = target(caller, Kind.IMAGE_LOAD, node);
    StreamNote note = audit.of(caller, Permission.IMAGE_IMPORT, target, "load");
    return relay.open(target, note);
  }

  @Requires(Permission.IMAGE_SAVE)
  NodeStream save(Caller caller, List<String> references, String format, @Nullable String node) {
    StreamTarget target =
        holder(caller, Kind.IMAGE_SAVE, references.getFirst(), node)
            .with(Map.of(REFERENCE, references, "format", format));
    StreamNote note = audit.of(caller, Permission.IMAGE_SAVE, target, String.join(" ", references));
    return relay.open(target, note);
  }

  @Requires(Permission.IMAGE_PULL)
  NodeStream pull(Caller caller, TransferImage transfer) {
    StreamTarget target =
        target(caller, Kind.IMAGE_PULL, transfer.node()).with(parameters(transfer));
    StreamNote note = audit.of(caller, Permission.IMAGE_PULL, target, transfer.reference());
    return relay.open(target, note);
  }

  @Requires(Permission.IMAGE_PUSH)
  NodeStream push(Caller caller, TransferImage transfer) {
    StreamTarget target =
        holder(caller, Kind.IMAGE_PUSH, transfer.reference(), transfer.node())
            .with(parameters(transfer));
    StreamNote note = audit.of(caller, Permission.IMAGE_PUSH, target, transfer.reference());
    return relay.open(target, note);
  }

  private static Map<String, Object> parameters(TransferImage transfer) {
    return new StreamParameters()
        .with(REFERENCE, transfer.reference())
        .with("username", transfer.username())
        .with("password", transfer.password())
        .toMap();
  }

  /** The named node, or whichever is fit. */
  private StreamTarget target(Caller caller, Kind kind, @Nullable String node) {
    return target(caller, kind, nodes.choose(caller.tenant(), node, null));
  }

  /** The named node, or one that has the image. */
  private StreamTarget holder(Caller caller, Kind kind, String reference, @Nullable String node) {
    return target(caller, kind, nodes.choose(caller.tenant(), node, reference));
  }

  private static StreamTarget target(Caller caller, Kind kind, NodeChoice.Chosen node) {
    return new StreamTarget(node.nodeId(), kind, caller.tenant(), null, Map.of());
  }
}
