package io.gantry.engine.network;

import io.gantry.api.container.TenantId;
import java.time.Instant;

/**
 * A bridge network of a tenant.
 *
 * @param number unique on this node
 * @param label the name the tools know it by, unique on the host
 * @param bridge name of its interface on the host
 * @param internal whether it has no way out
 */
public record Network(
    long number,
    TenantId tenant,
    String name,
    String label,
    String bridge,
    Subnet subnet,
    boolean internal,
    Instant createdAt) {
  /** The network a tenant's containers join when they name none. */
  public static final String DEFAULT = "default";

  /** The host's address in it. */
  public String gateway() {
    return Subnet.text(subnet.gateway());
  }

  Network withSubnet(Subnet other) {
    return new Network(number, tenant, name, label, bridge, other, internal, createdAt);
  }
}
