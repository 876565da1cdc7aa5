package io.gantry.persistence.container;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.TenantId;
import io.gantry.api.resource.ContainerFilter;
import io.gantry.api.resource.ContainerResource;
import io.gantry.persistence.Json;
import io.gantry.persistence.jdbc.Conditions;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;

/** Reads containers as users see them: their wish, their status and their node in one row. */
@Repository
@Transactional
public class ContainerRows {
  private static final String SELECT =
      """
      select c.number, c.id, c.tenant_id, c.name, c.spec, c.version, c.goal, c.created_at, c.created_by, c.updated_at,
        n.name as node_name, n.id as node_id, p.last_seen_at,
        s.state, s.run, s.exit_code, s.started_at, s.finished_at, s.restart_count, s.next_restart_at, s.out_of_memory,
        s.image_id, s.addresses, s.health, s.failure_code, s.failure_message, s.reported_at, s.launch,
        c.launch_number
      from containers c
        join nodes n on n.id = c.node_id
        left join node_presence p on p.node_id = c.node_id
        left join container_status s on s.container_id = c.id
      """;

  private final JdbcClient jdbc;
  private final SpecTexts specs = new SpecTexts();

  ContainerRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A container with what only the fleet asks for.
   *
   * @param number its place in lists
   * @param launchPending whether a start was asked for that the node has not acted on
   */
  public record Row(
      long number, String nodeId, boolean launchPending, ContainerResource container) {}

  /**
   * The tenant's container.
   *
   * @param reachableSince nodes heard of at this instant or later count as reachable
   */
  public Optional<Row> find(TenantId tenant, ContainerId id, Instant reachableSince) {
    return jdbc.sql(SELECT + "where c.tenant_id = :tenant and c.id = :id")
        .param("tenant", tenant.value())
        .param("id", id.value())
        .query(new ContainerRowMapper(specs, reachableSince))
        .optional();
  }

  /** The newest first, beginning below the number. */
  public List<Row> list(
      TenantId tenant,
      ContainerFilter filter,
      @Nullable Long below,
      int limit,
      Instant reachableSince) {
    Conditions conditions =
        new Conditions()
            .and("c.tenant_id = :tenant", "tenant", tenant.value())
            .and("c.number < :below", "below", below)
            .and("c.name = :name", "name", filter.name())
            .and("c.image = :image", "image", filter.image())
            .and("(n.name = :node or n.id = :node)", "node", filter.node())
            .and("c.labels @> :labels::jsonb", "labels", labels(filter));
    ContainerStateWord.condition(filter.state(), conditions);
    return conditions
        .bind(jdbc, SELECT + conditions.where() + " order by c.number desc limit " + limit)
        .query(new ContainerRowMapper(specs, reachableSince))
        .list();
  }

  /**
   * Ids of the tenant's containers the reference may mean: by name or whole id at most one, else up
   * to two that begin with it.
   */
  public List<ContainerId> resolve(TenantId tenant, String reference) {
    List<ContainerId> exact = ids("and (name = :reference or id = :reference)", tenant, reference);
    return exact.isEmpty() && reference.matches("[0-9a-f]{1,63}")
        ? ids("and id >= :reference and id < :reference || 'g' limit 2", tenant, reference)
        : exact;
  }

  /** What the ledger and the events say of a container. */
  public record Owned(
      ContainerId id, TenantId tenant, String name, String image, Map<String, String> labels) {}

  /** Those of the containers that are assigned to the node. */
  public Map<ContainerId, Owned> ownedBy(String nodeId, Collection<ContainerId> containers) {
    if (containers.isEmpty()) {
      return Map.of();
    }
    return jdbc
        .sql(
            """
            select id, tenant_id, name, image, labels from containers
            where id = any (:ids) and node_id = :node
            """)
        .param("ids", containers.stream().map(ContainerId::value).toArray(String[]::new))
        .param("node", nodeId)
        .query(
            (row, number) ->
                new Owned(
                    new ContainerId(row.getString("id")),
                    new TenantId(row.getString("tenant_id")),
                    row.getString("name"),
                    row.getString("image"),
                    Json.read(
                        row.getString("labels"), new TypeReference<Map<String, String>>() {})))
        .stream()
        .collect(Collectors.toMap(Owned::id, owned -> owned));
  }

  public boolean nameExists(TenantId tenant, String name) {
    return !ids("and name = :reference", tenant, name).isEmpty();
  }

  private List<ContainerId> ids(String condition, TenantId tenant, String reference) {
    return jdbc.sql("select id from containers where tenant_id = :tenant " + condition)
        .param("tenant", tenant.value())
        .param("reference", reference)
        .query((row, number) -> new ContainerId(row.getString("id")))
        .list();
  }

  private static @Nullable String labels(ContainerFilter filter) {
    return filter.labels().isEmpty() ? null : Json.write(filter.labels());
  }
}
