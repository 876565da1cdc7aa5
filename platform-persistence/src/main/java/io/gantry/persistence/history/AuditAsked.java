package io.gantry.persistence.history;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.TenantId;
import io.gantry.persistence.Json;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** What was asked of nodes and is not answered yet. It goes with its container. */
@Repository
@Transactional
public class AuditAsked {
  private final JdbcClient jdbc;

  AuditAsked(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * One wish.
   *
   * @param generation the container's, from which on the wish is fulfilled
   */
  public record Asked(
      TenantId tenant,
      ContainerId container,
      long generation,
      String action,
      String actor,
      String requestId) {}

  /** How far a node has got with a container. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Reached(TenantId tenantId, ContainerId containerId, long generation) {}

  public void add(Asked asked) {
    jdbc.sql(
            """
            insert into audit_asked (container_id, tenant_id, generation, action, actor, request_id)
            values (:container, :tenant, :generation, :action, :actor, :requestId)
            """)
        .param("container", asked.container().value())
        .param("tenant", asked.tenant().value())
        .param("generation", asked.generation())
        .param("action", asked.action())
        .param("actor", asked.actor())
        .param("requestId", asked.requestId())
        .update();
  }

  /** Takes out what is answered by what nodes have reached, by container and in its order. */
  public List<Asked> take(Collection<Reached> reached) {
    if (reached.isEmpty()) {
      return List.of();
    }
    return jdbc.sql(
            """
            with taken as (
              delete from audit_asked as asked
              using jsonb_to_recordset(:rows::jsonb) as r (container_id text, tenant_id text, generation bigint)
              where asked.container_id = r.container_id and asked.tenant_id = r.tenant_id
                and asked.generation <= r.generation
              returning asked.*)
            select * from taken order by container_id, generation
            """)
        .param("rows", Json.write(reached))
        .query(
            (row, number) ->
                new Asked(
                    new TenantId(row.getString("tenant_id")),
                    new ContainerId(row.getString("container_id")),
                    row.getLong("generation"),
                    row.getString("action"),
                    row.getString("actor"),
                    row.getString("request_id")))
        .list();
  }
}
