package io.gantry.persistence.history;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.TenantId;
import io.gantry.api.resource.ExitFilter;
import io.gantry.api.resource.ExitResource;
import io.gantry.persistence.Json;
import io.gantry.persistence.jdbc.Conditions;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * How every run ended. The key (container, run) makes each record once, however often it is
 * reported; the first one stays.
 */
@Repository
@Transactional
public class ExitLedger {
  private static final String APPEND =
      """
      insert into exit_ledger (tenant_id, container_id, container_name, image, image_digest, labels, node_id,
        node_name, run, code, signal, out_of_memory, cause, evidence, requested_by, started_at, finished_at,
        duration_nanos, recorded_at)
      select tenant_id, container_id, container_name, image, image_digest, labels, node_id,
        node_name, run, code, signal, out_of_memory, cause, evidence, requested_by, started_at, finished_at,
        duration_nanos, recorded_at
      from jsonb_populate_recordset(null::exit_ledger, :rows::jsonb)
      on conflict (container_id, run) do nothing
      returning *
      """;

  private static final String SELECT = "select * from exit_ledger e ";

  /** Rows of a cursor that are in memory at a time. */
  static final int FETCH_SIZE = 500;

  private final JdbcClient jdbc;

  ExitLedger(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * An exit and the node it was on, by id; the ledger keeps the name the node has now as well.
   *
   * @param nodeId the node's id
   */
  public record Entry(String nodeId, ExitResource exit) {}

  /** A place in the list. */
  public record Position(Instant finishedAt, long id) {}

  /** A row and its place in the list. */
  public record Row(Position position, ExitResource exit) {}

  /** Adds the exits that are not there yet; returns those. */
  public List<Row> append(List<Entry> entries) {
    return entries.isEmpty()
        ? List.of()
        : jdbc.sql(APPEND)
            .param("rows", Json.writeTold(entries.stream().map(ExitRow::of).toList()))
            .query(ExitRow::read)
            .list();
  }

  /** Those of the rows that the filter means, the oldest end first. */
  public List<Row> among(TenantId tenant, ExitFilter filter, Collection<Long> ids) {
    Conditions conditions = ExitConditions.of(tenant, filter);
    conditions.and("e.id = any (:ids)").with("ids", ids.toArray(Long[]::new));
    return conditions
        .bind(jdbc, SELECT + conditions.where() + " order by e.finished_at, e.id")
        .query(ExitRow::read)
        .list();
  }

  public Optional<ExitResource> find(TenantId tenant, ContainerId container, long run) {
    return jdbc.sql(SELECT + "where tenant_id = :tenant and container_id = :id and run = :run")
        .param("tenant", tenant.value())
        .param("id", container.value())
        .param("run", run)
        .query(ExitRow::read)
        .optional()
        .map(Row::exit);
  }

  /** Of the newest run that ended. */
  public Optional<ExitResource> findNewest(TenantId tenant, ContainerId container) {
    return jdbc.sql(
            SELECT + "where tenant_id = :tenant and container_id = :id order by run desc limit 1")
        .param("tenant", tenant.value())
        .param("id", container.value())
        .query(ExitRow::read)
        .optional()
        .map(Row::exit);
  }

  /** The newest end first, beginning after the given place. */
  public List<Row> list(TenantId tenant, ExitFilter filter, @Nullable Position after, int limit) {
    Conditions conditions = ExitConditions.onAnyNode(tenant, filter);
    if (after != null) {
      conditions
          .and("(e.finished_at, e.id) < (:finishedAt, :id)", "finishedAt", after.finishedAt())
          .with("id", after.id());
    }
    String page = " order by e.finished_at desc, e.id desc limit " + limit;
    return conditions
        .bind(
            jdbc,
            filter.node() == null
                ? SELECT + conditions.where() + page
                : onNode(conditions, filter.node(), page))
        .query(ExitRow::read)
        .list();
  }

  /**
   * Hands all exits to the reader, the newest end first, out of a cursor of the database: few are
   * in memory at a time. The cursor needs a transaction, and ends with what the reader throws.
   */
  public void read(TenantId tenant, ExitFilter filter, Consumer<ExitResource> reader) {
    Conditions conditions = ExitConditions.of(tenant, filter);
    conditions
        .bind(jdbc, SELECT + conditions.where() + " order by e.finished_at desc, e.id desc")
        .withFetchSize(FETCH_SIZE)
        .query((RowCallbackHandler) row -> reader.accept(ExitRow.read(row, 0).exit()));
  }

  /**
   * A node is meant by its id or by a name it had. Each has an index in the order of the list,
   * which one condition with "or" could not use.
   */
  private static String onNode(Conditions conditions, String node, String page) {
    String where = SELECT + conditions.with("node", node).where();
    return """
    select * from (
      (%1$s and e.node_name = :node %2$s)
      union all (%1$s and e.node_id = :node and e.node_name <> :node %2$s)
    ) e %2$s
    """
        .formatted(where, page);
  }

  /**
   * Ids of the tenant's containers that the reference means in the ledger: whole ids and names, the
   * newest first, else those that begin with it; at most two.
   */
  public List<ContainerId> resolve(TenantId tenant, String reference) {
    return jdbc.sql(
            """
            select container_id from exit_ledger
            where tenant_id = :tenant
              and (container_name = :reference or container_id >= :reference and container_id < :reference || 'g')
            group by container_id order by bool_or(container_name = :reference) desc, max(id) desc limit 2
            """)
        .param("tenant", tenant.value())
        .param("reference", reference)
        .query((row, number) -> new ContainerId(row.getString(1)))
        .list();
  }
}
