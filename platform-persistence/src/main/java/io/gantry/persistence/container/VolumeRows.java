package io.gantry.persistence.container;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.TenantId;
import io.gantry.api.resource.VolumeResource;
import io.gantry.persistence.Json;
import io.gantry.persistence.jdbc.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;

/** Named volumes, the node each lies on and the containers that mount it. */
@Repository
@Transactional
public class VolumeRows {
  private static final String SELECT =
      """
      select v.*, n.name as node_name, (select count(*) from volume_uses u
        where u.tenant_id = v.tenant_id and u.volume_name = v.name) as containers
      from volumes v join nodes n on n.id = v.node_id
      """;

  private final JdbcClient jdbc;

  VolumeRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Whether the volume is new; one that is there stays as it is. */
  public boolean add(String nodeId, VolumeResource volume) {
    return jdbc.sql(
                """
                insert into volumes (tenant_id, name, node_id, labels, created_at, created_by)
                values (:tenant, :name, :node, :labels::jsonb, :at, :by) on conflict do nothing
                """)
            .param("tenant", volume.tenant().value())
            .param("name", volume.name())
            .param("node", nodeId)
            .param("labels", Json.write(volume.labels()))
            .param("at", Columns.parameter(volume.createdAt()))
            .param("by", volume.createdBy())
            .update()
        == 1;
  }

  public Optional<VolumeResource> find(TenantId tenant, String name) {
    return jdbc.sql(SELECT + "where v.tenant_id = :tenant and v.name = :name")
        .param("tenant", tenant.value())
        .param("name", name)
        .query(VolumeRows::volume)
        .optional();
  }

  /** By name, beginning after the given one. */
  public List<VolumeResource> list(TenantId tenant, @Nullable String after, int limit) {
    return jdbc.sql(
            SELECT + "where v.tenant_id = :tenant and v.name > :after order by v.name limit :limit")
        .param("tenant", tenant.value())
        .param("after", after == null ? "" : after)
        .param("limit", limit)
        .query(VolumeRows::volume)
        .list();
  }

  /** Ids of the nodes that hold any of these volumes. */
  public List<String> nodesOf(TenantId tenant, Collection<String> names) {
    return names.isEmpty()
        ? List.of()
        : jdbc.sql(
                """
                select distinct node_id from volumes where tenant_id = :tenant and name in (:names)
                """)
            .param("tenant", tenant.value())
            .param("names", names)
            .query(String.class)
            .list();
  }

  public void use(TenantId tenant, String name, ContainerId container) {
    jdbc.sql(
            """
            insert into volume_uses (container_id, tenant_id, volume_name) values (:container, :tenant, :name)
            on conflict do nothing
            """)
        .param("container", container.value())
        .param("tenant", tenant.value())
        .param("name", name)
        .update();
  }

  /** Whether there was such a volume that no container mounts; it is gone on return. */
  public boolean deleteUnused(TenantId tenant, String name) {
    return jdbc.sql(
                """
                delete from volumes v where v.tenant_id = :tenant and v.name = :name
                  and not exists (select 1 from volume_uses u where u.tenant_id = v.tenant_id and u.volume_name = v.name)
                """)
            .param("tenant", tenant.value())
            .param("name", name)
            .update()
        == 1;
  }

  private static VolumeResource volume(ResultSet row, int number) throws SQLException {
    return new VolumeResource(
        new TenantId(row.getString("tenant_id")),
        row.getString("name"),
        row.getString("node_name"),
        Json.read(row.getString("labels"), new TypeReference<Map<String, String>>() {}),
        Columns.requiredInstant(row, "created_at"),
        row.getString("created_by"),
        row.getLong("containers"));
  }
}
