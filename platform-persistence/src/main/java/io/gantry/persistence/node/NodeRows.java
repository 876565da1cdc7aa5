package io.gantry.persistence.node;

import io.gantry.api.node.NodeFacts;
import io.gantry.api.resource.NodeResource;
import io.gantry.api.resource.NodeResource.State;
import io.gantry.persistence.Json;
import io.gantry.persistence.jdbc.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Reads nodes as operators see them. */
@Repository
@Transactional
public class NodeRows {
  private static final String SELECT =
      """
      select n.id, n.name, n.draining, n.version, p.facts, p.last_seen_at, p.clock_offset_millis, a.containers
      from nodes n
        join node_presence p on p.node_id = n.id
        join node_assignments a on a.node_id = n.id
      """;

  private final JdbcClient jdbc;

  NodeRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The node by name or id.
   *
   * @param reachableSince nodes not heard of since are lost
   */
  public Optional<NodeResource> find(String reference, Instant reachableSince) {
    return jdbc.sql(SELECT + "where n.id = :reference or n.name = :reference")
        .param("reference", reference)
        .query((row, number) -> node(row, reachableSince))
        .optional();
  }

  /** By name, beginning after the given one. */
  public List<NodeResource> list(@Nullable String after, int limit, Instant reachableSince) {
    return jdbc.sql(SELECT + "where n.name > :after order by n.name limit :limit")
        .param("after", after == null ? "" : after)
        .param("limit", limit)
        .query((row, number) -> node(row, reachableSince))
        .list();
  }

  private static NodeResource node(ResultSet row, Instant reachableSince) throws SQLException {
    Instant lastSeenAt = Columns.instant(row, "last_seen_at");
    Long offset = Columns.number(row, "clock_offset_millis");
    return new NodeResource(
        row.getString("id"),
        row.getString("name"),
        state(lastSeenAt, reachableSince, row.getBoolean("draining")),
        Json.read(row.getString("facts"), NodeFacts.class),
        lastSeenAt,
        offset == null ? null : Duration.ofMillis(offset),
        row.getLong("containers"),
        row.getLong("version"));
  }

  private static State state(
      @Nullable Instant lastSeenAt, Instant reachableSince, boolean draining) {
    if (lastSeenAt == null || lastSeenAt.isBefore(reachableSince)) {
      return State.LOST;
    }
    return draining ? State.DRAINING : State.READY;
  }
}
