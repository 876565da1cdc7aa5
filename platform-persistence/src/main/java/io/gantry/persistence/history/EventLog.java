package io.gantry.persistence.history;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.TenantId;
import io.gantry.api.resource.EventResource;
import io.gantry.persistence.Json;
import io.gantry.persistence.jdbc.Columns;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** Events of each tenant, numbered from 1 without gaps in the order they became visible. */
@Repository
@Transactional
public class EventLog {
  private final JdbcClient jdbc;
  private final TenantStreams streams;

  EventLog(JdbcClient jdbc, TenantStreams streams) {
    this.jdbc = jdbc;
    this.streams = streams;
  }

  /** An event that has no number yet. */
  public record NewEvent(
      Instant at,
      @Nullable ContainerId container,
      @Nullable String node,
      String action,
      @Nullable String detail,
      @Nullable String actor) {}

  /** Adds the events in their order. Locks the tenant's stream until the transaction ends. */
  public void append(TenantId tenant, List<NewEvent> events) {
    if (events.isEmpty()) {
      return;
    }
    long first = streams.takeEvents(tenant.value(), events.size()) - events.size() + 1;
    List<EventRow> rows =
        IntStream.range(0, events.size())
            .mapToObj(index -> EventRow.of(tenant, first + index, events.get(index)))
            .toList();
    jdbc.sql(
            """
            insert into events (tenant_id, id, at, container_id, node_name, action, detail, actor)
            select tenant_id, id, at, container_id, node_name, action, detail, actor
            from jsonb_populate_recordset(null::events, :rows::jsonb)
            """)
        .param("rows", Json.writeTold(rows))
        .update();
  }

  /** The tenant's events after the number, in their order. */
  public List<EventResource> after(TenantId tenant, long id, int limit) {
    return jdbc.sql(
            """
            select id, at, container_id, node_name, action, detail, actor from events
            where tenant_id = :tenant and id > :id order by id limit :limit
            """)
        .param("tenant", tenant.value())
        .param("id", id)
        .param("limit", limit)
        .query(
            (row, number) ->
                new EventResource(
                    row.getLong("id"),
                    Columns.requiredInstant(row, "at"),
                    tenant,
                    container(row.getString("container_id")),
                    row.getString("node_name"),
                    row.getString("action"),
                    row.getString("detail"),
                    row.getString("actor")))
        .list();
  }

  /** Number of the tenant's newest event; 0 before the first. */
  public long newest(TenantId tenant) {
    return streams.newestEvent(tenant.value());
  }

  /** Number of the last event before the first that happened at the instant or later. */
  public long lastBefore(TenantId tenant, Instant since) {
    return jdbc.sql("select min(id) - 1 from events where tenant_id = :tenant and at >= :since")
        .param("tenant", tenant.value())
        .param("since", Columns.parameter(since))
        .query(Long.class)
        .optional()
        .orElseGet(() -> newest(tenant));
  }

  private static @Nullable ContainerId container(@Nullable String id) {
    return id == null ? null : new ContainerId(id);
  }

  /** Named as the columns are. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  private record EventRow(
      TenantId tenantId,
      long id,
      Instant at,
      @Nullable ContainerId containerId,
      @Nullable String nodeName,
      String action,
      @Nullable String detail,
      @Nullable String actor) {
    static EventRow of(TenantId tenant, long id, NewEvent event) {
      return new EventRow(
          tenant,
          id,
          event.at(),
          event.container(),
          event.node(),
          event.action(),
          event.detail(),
          event.actor());
    }
  }
}
