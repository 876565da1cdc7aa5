package io.gantry.persistence.node;

import io.gantry.api.container.PortMapping;
import io.gantry.api.container.TenantId;
import io.gantry.persistence.Json;
import io.gantry.persistence.jdbc.Conditions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Finds nodes that can take a container. */
@Repository
public class PlacementRows {
  private static final String SELECT =
      """
      select n.id
      from nodes n
        join node_presence p on p.node_id = n.id
        join node_assignments a on a.node_id = n.id
      """;

  private static final String ORDER =
      """
       order by exists (select 1 from node_images i
           where i.node_id = n.id and i.tenant_id = :tenant and i.names && array[:image, :image || ':latest']::text[]) desc,
         a.containers, n.id
       limit
      """;

  private static final String NO_PORT_TAKEN =
      """
      not exists (select 1 from published_ports taken
        join jsonb_to_recordset(:ports::jsonb) as wanted (protocol text, address text, port integer)
          on taken.protocol = wanted.protocol and taken.host_port = wanted.port
            and (taken.host_address = wanted.address or taken.host_address = '' or wanted.address = '')
        where taken.node_id = n.id)
      """;

  private final JdbcClient jdbc;

  PlacementRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What a container needs of its node.
   *
   * @param node name or id of the only node that is acceptable
   * @param ceiling what the node's owner must allow
   * @param seenSince the node must have been heard of since
   */
  public record Needs(
      TenantId tenant,
      String image,
      long memoryBytes,
      List<PortMapping> ports,
      Set<String> ceiling,
      @Nullable String node,
      Instant seenSince) {
    public Needs {
      ports = List.copyOf(ports);
      ceiling = Set.copyOf(ceiling);
    }

    /** The same on this node only. */
    public Needs on(String nodeId) {
      return new Needs(tenant, image, memoryBytes, ports, ceiling, nodeId, seenSince);
    }

    /** The same without a published port. */
    public Needs withoutPorts() {
      return new Needs(tenant, image, memoryBytes, List.of(), ceiling, node, seenSince);
    }
  }

  /** Ids of nodes that fulfil the needs now; those with the image first, then the emptiest. */
  public List<String> candidates(Needs needs, int limit) {
    Conditions conditions =
        new Conditions()
            .and("not n.draining")
            .and("p.last_seen_at >= :seenSince", "seenSince", needs.seenSince())
            .and(
                "(p.facts->>'memoryBytes')::bigint - a.memory_bytes >= :memory",
                "memory",
                needs.memoryBytes())
            .and("(n.id = :node or n.name = :node)", "node", needs.node())
            .and("p.facts->'ceiling' @> :ceiling::jsonb", "ceiling", ceiling(needs.ceiling()))
            .and(NO_PORT_TAKEN, "ports", Json.write(PublishedPortRow.of(needs.ports())))
            .with("tenant", needs.tenant().value())
            .with("image", needs.image());
    return conditions
        .bind(jdbc, SELECT + conditions.where() + ORDER + limit)
        .query(String.class)
        .list();
  }

  private static @Nullable String ceiling(Set<String> names) {
    Map<String, Boolean> allowed =
        names.stream().collect(Collectors.toMap(name -> name, name -> true));
    return allowed.isEmpty() ? null : Json.write(allowed);
  }
}
