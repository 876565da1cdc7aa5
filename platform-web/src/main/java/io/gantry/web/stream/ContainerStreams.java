package io.gantry.web.stream;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.StreamRequest.Kind;
import io.gantry.api.resource.StatsResource;
import io.gantry.fleet.audit.SecretMask;
import io.gantry.fleet.container.ContainerLocation;
import io.gantry.fleet.container.ContainerService;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;

/**
 * Opens streams to containers for those who may have them. All throw NO_SUCH_CONTAINER and
 * NODE_UNAVAILABLE.
 */
@Service
class ContainerStreams {
  private final ContainerService containers;
  private final StreamRelay relay;
  private final NodeCalls calls;
  private final StreamAudit audit;

  ContainerStreams(
      ContainerService containers, StreamRelay relay, NodeCalls calls, StreamAudit audit) {
    this.containers = containers;
    this.relay = relay;
    this.calls = calls;
    this.audit = audit;
  }

  @Requires(Permission.CONTAINER_LOGS)
  NodeStream logs(Caller caller, String reference, Map<String, Object> parameters) {
    return relay.open(target(caller, reference, Kind.LOGS, parameters));
  }

  @Requires(Permission.CONTAINER_READ)
  StatsResource stats(Caller caller, String reference) {
    return calls.ask(target(caller, reference, Kind.STATS, Map.of()), StatsResource.class);
  }

  /** Noted in the audit log before it happens, with the command, as far as it is no secret. */
  @Requires(Permission.CONTAINER_EXEC)
  NodeStream exec(Caller caller, String reference, Map<String, Object> parameters) {
    StreamTarget target = target(caller, reference, Kind.EXEC, parameters);
    return relay.open(
        target, audit.of(caller, Permission.CONTAINER_EXEC, target, command(parameters)));
  }

  @Requires(Permission.CONTAINER_ATTACH)
  NodeStream attach(Caller caller, String reference, Map<String, Object> parameters) {
    StreamTarget target = target(caller, reference, Kind.ATTACH, parameters);
    return relay.open(target, audit.of(caller, Permission.CONTAINER_ATTACH, target, null));
  }

  private static String command(Map<String, Object> parameters) {
    return parameters.get("command") instanceof List<?> words
        ? SecretMask.of(words.stream().map(String::valueOf).toList()).toString()
        : "";
  }

  private StreamTarget target(
      Caller caller, String reference, Kind kind, Map<String, Object> parameters) {
    ContainerLocation location = containers.locate(caller, reference);
    if (!location.reachable()) {
      throw GantryException.of(
              ErrorCode.NODE_UNAVAILABLE,
              "the container's node does not answer: try again when its agent is back")
          .about("container", location.container());
    }
    return new StreamTarget(
        location.nodeId(), kind, location.tenant(), location.container(), parameters);
  }
}
