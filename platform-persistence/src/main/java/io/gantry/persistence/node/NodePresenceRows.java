package io.gantry.persistence.node;

import io.gantry.api.container.TenantId;
import io.gantry.api.node.NodeFacts;
import io.gantry.persistence.Json;
import io.gantry.persistence.jdbc.Columns;
import io.gantry.persistence.jdbc.Conditions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** When a node was last heard of, and what it is and has. */
@Repository
@Transactional
public class NodePresenceRows {
  private final JdbcClient jdbc;

  NodePresenceRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  public void enrolled(String nodeId, NodeFacts facts) {
    jdbc.sql("insert into node_presence (node_id, facts) values (:node, :facts::jsonb)")
        .param("node", nodeId)
        .param("facts", Json.writeTold(facts))
        .update();
    jdbc.sql("insert into node_assignments (node_id) values (:node)")
        .param("node", nodeId)
        .update();
  }

  /** Notes up to when, by its own clock, the node has told the ends of all runs. */
  public void endsTold(String nodeId, Instant upTo) {
    jdbc.sql("update node_presence set ends_told_up_to = :upTo where node_id = :node")
        .param("upTo", Columns.parameter(upTo))
        .param("node", nodeId)
        .update();
  }

  /**
   * How far a node has told its ends.
   *
   * @param upTo absent if it never said so
   */
  public record EndsTold(String node, @Nullable Instant upTo) {}

  /**
   * The nodes that have containers of the tenant, those that told least first.
   *
   * @param node name or id; absent is all of them
   */
  public List<EndsTold> endsTold(TenantId tenant, @Nullable String node, int limit) {
    Conditions conditions =
        new Conditions()
            .and(
                "exists (select 1 from containers c where c.tenant_id = :tenant and c.node_id = n.id)",
                "tenant",
                tenant.value())
            .and("(n.name = :node or n.id = :node)", "node", node);
    return conditions
        .bind(
            jdbc,
            "select n.name, p.ends_told_up_to from nodes n join node_presence p on p.node_id = n.id "
                + conditions.where()
                + " order by p.ends_told_up_to nulls first, n.name limit "
                + limit)
        .query(
            (row, number) ->
                new EndsTold(row.getString("name"), Columns.instant(row, "ends_told_up_to")))
        .list();
  }

  /**
   * Notes that the node was heard of, and keeps every other report of it waiting until the
   * transaction ends.
   *
   * @param clockOffset how far its clock is ahead
   * @param facts absent if it told none this time
   * @return the node's name; empty if there is no such node
   */
  public Optional<String> seen(
      String nodeId, Instant at, @Nullable Duration clockOffset, @Nullable NodeFacts facts) {
    return jdbc.sql(
            """
            update node_presence p set last_seen_at = greatest(last_seen_at, :at),
              clock_offset_millis = coalesce(:offset, clock_offset_millis), facts = coalesce(:facts::jsonb, facts)
            from nodes n where n.id = p.node_id and p.node_id = :node returning n.name
            """)
        .param("node", nodeId)
        .param("at", Columns.parameter(at))
        .param("offset", clockOffset == null ? null : clockOffset.toMillis())
        .param("facts", facts == null ? null : Json.writeTold(facts))
        .query(String.class)
        .optional();
  }
}
