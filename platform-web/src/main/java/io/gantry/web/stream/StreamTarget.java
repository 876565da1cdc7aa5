package io.gantry.web.stream;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.TenantId;
import io.gantry.api.node.StreamRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of which node.
 *
 * @param parameters as {@link StreamRequest} names them for the kind
 */
public record StreamTarget(
    String nodeId,
    StreamRequest.Kind kind,
    TenantId tenant,
    @Nullable ContainerId container,
    Map<String, Object> parameters) {
  public StreamTarget {
    parameters = Map.copyOf(parameters);
  }

  /** The same with these parameters. */
  StreamTarget with(Map<String, Object> given) {
    return new StreamTarget(nodeId, kind, tenant, container, given);
  }

  /** Never with the parameters, which may hold a registry's password. */
  @Override
  public String toString() {
    return kind + " on node " + nodeId;
  }
}
