package io.gantry.persistence.node;

import io.gantry.api.container.PortMapping;
import io.gantry.api.container.TenantId;
import io.gantry.api.resource.PlacementResource.Fit;
import io.gantry.api.resource.PlacementResource.Obstacle;
import io.gantry.persistence.Json;
import io.gantry.persistence.fence.AcrossTenants;
import io.gantry.persistence.fence.PlatformWork;
import io.gantry.persistence.jdbc.Columns;
import io.gantry.persistence.jdbc.Conditions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Finds nodes that can take a container. */
@Repository
@Transactional
public class PlacementRows {
  private static final String SELECT =
      """
      select n.id
      from nodes n
        join node_presence p on p.node_id = n.id
        join node_assignments a on a.node_id = n.id
      """;

  private static final String HAS_IMAGE =
      """
      exists (select 1 from node_images i
        where i.node_id = n.id and i.tenant_id = :tenant and i.names && array[:image, :image || ':latest']::text[])
      """;

  private static final String ORDER = " order by " + HAS_IMAGE + " desc, a.containers, n.id limit ";

  private static final String IS_SEEN = "coalesce(p.last_seen_at >= :seenSince, false)";
  private static final String HAS_MEMORY =
      "(p.facts->>'memoryBytes')::bigint - a.memory_bytes >= :memory";
  private static final String ALLOWS = "p.facts->'ceiling' @> :ceiling::jsonb";
  private static final String IS_MEANT = "(n.id = :node or n.name = :node)";

  private static final String NO_PORT_TAKEN =
      """
      not exists (select 1 from published_ports taken
        join jsonb_to_recordset(:ports::jsonb) as wanted (protocol text, address text, port integer)
          on taken.protocol = wanted.protocol and taken.host_port = wanted.port
            and (taken.host_address = wanted.address or taken.host_address = '' or wanted.address = '')
        where taken.node_id = n.id)
      """;

  private static final String EXPLANATION =
      """
      select * from (
        select n.id, n.name, a.containers, %s as has_image,
          not %s as LOST, n.draining as DRAINING, not %s as MEMORY, not %s as PORTS,
          coalesce(not %s, true) as CEILING, not (:node::text is null or %s) as BOUND_ELSEWHERE
        from nodes n
          join node_presence p on p.node_id = n.id
          join node_assignments a on a.node_id = n.id
      ) one
      order by LOST or DRAINING or MEMORY or PORTS or CEILING or BOUND_ELSEWHERE,
        case when LOST or DRAINING or MEMORY or PORTS or CEILING or BOUND_ELSEWHERE then name end,
        has_image desc, containers, id
      limit :limit
      """
          .formatted(HAS_IMAGE, IS_SEEN, HAS_MEMORY, NO_PORT_TAKEN, ALLOWS, IS_MEANT);

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
  @AcrossTenants(PlatformWork.PLACEMENT)
  public List<String> candidates(Needs needs, int limit) {
    Conditions conditions =
        new Conditions()
            .and("not n.draining")
            .and(IS_SEEN, "seenSince", needs.seenSince())
            .and(HAS_MEMORY, "memory", needs.memoryBytes())
            .and(IS_MEANT, "node", needs.node())
            .and(ALLOWS, "ceiling", ceiling(needs.ceiling()))
            .and(NO_PORT_TAKEN, "ports", ports(needs))
            .with("tenant", needs.tenant().value())
            .with("image", needs.image());
    return conditions
        .bind(jdbc, SELECT + conditions.where() + ORDER + limit)
        .query(String.class)
        .list();
  }

  /**
   * Every node with what stands against it: those that fulfil the needs in the order of {@link
   * #candidates}, then the others by name.
   */
  @AcrossTenants(PlatformWork.PLACEMENT)
  public List<Fit> explain(Needs needs, int limit) {
    String ceiling = ceiling(needs.ceiling());
    return jdbc.sql(EXPLANATION)
        .param("seenSince", Columns.parameter(needs.seenSince()))
        .param("memory", needs.memoryBytes())
        .param("node", needs.node())
        .param("ceiling", ceiling == null ? "{}" : ceiling)
        .param("ports", ports(needs))
        .param("tenant", needs.tenant().value())
        .param("image", needs.image())
        .param("limit", limit)
        .query(PlacementRows::fit)
        .list();
  }

  private static Fit fit(ResultSet row, int number) throws SQLException {
    List<Obstacle> obstacles = new ArrayList<>();
    for (Obstacle obstacle : Obstacle.values()) {
      if (row.getBoolean(obstacle.name())) {
        obstacles.add(obstacle);
      }
    }
    return new Fit(row.getString("name"), obstacles, row.getBoolean("has_image"));
  }

  private static String ports(Needs needs) {
    return Json.write(PublishedPortRow.of(needs.ports()));
  }

  private static @Nullable String ceiling(Set<String> names) {
    Map<String, Boolean> allowed =
        names.stream().collect(Collectors.toMap(name -> name, name -> true));
    return allowed.isEmpty() ? null : Json.write(allowed);
  }
}
