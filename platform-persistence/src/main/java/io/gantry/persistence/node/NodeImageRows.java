package io.gantry.persistence.node;

import io.gantry.api.container.TenantId;
import io.gantry.api.image.Digest;
import io.gantry.api.image.ImageSummary;
import io.gantry.api.resource.ImageResource;
import io.gantry.persistence.Json;
import io.gantry.persistence.jdbc.Columns;
import io.gantry.persistence.jdbc.Conditions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Which images each tenant has on which node, as the nodes told. */
@Repository
@Transactional
public class NodeImageRows {
  private final JdbcClient jdbc;

  NodeImageRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Replaces all that is known of the tenant's images on the node. */
  public void replace(String nodeId, TenantId tenant, List<ImageSummary> images) {
    jdbc.sql("delete from node_images where node_id = :node and tenant_id = :tenant")
        .param("node", nodeId)
        .param("tenant", tenant.value())
        .update();
    jdbc.sql(
            """
            insert into node_images (node_id, tenant_id, image_id, names, size_bytes, layers, created_at)
            select :node, :tenant, r.id, r.names, r."sizeBytes", r.layers, r."createdAt"
            from jsonb_to_recordset(:rows::jsonb)
              as r (id text, names text[], "sizeBytes" bigint, layers integer, "createdAt" timestamptz)
            on conflict do nothing
            """)
        .param("node", nodeId)
        .param("tenant", tenant.value())
        .param("rows", Json.writeTold(images))
        .update();
  }

  /**
   * The tenant's images by node and id, beginning after the given ones.
   *
   * @param node name or id; absent is every node
   */
  public List<ImageResource> list(
      TenantId tenant, @Nullable String node, @Nullable Position after, int limit) {
    Conditions conditions =
        new Conditions()
            .and("i.tenant_id = :tenant", "tenant", tenant.value())
            .and("(n.id = :node or n.name = :node)", "node", node);
    if (after != null) {
      conditions
          .and("(n.name, i.image_id) > (:afterNode, :afterId)", "afterNode", after.node())
          .with("afterId", after.imageId());
    }
    return conditions
        .bind(
            jdbc,
            """
            select n.name, i.image_id, i.names, i.size_bytes, i.layers, i.created_at
            from node_images i join nodes n on n.id = i.node_id
            """
                + conditions.where()
                + " order by n.name, i.image_id limit "
                + limit)
        .query(
            (row, number) ->
                new ImageResource(
                    new ImageSummary(
                        new Digest(row.getString("image_id")),
                        Columns.texts(row, "names"),
                        row.getLong("size_bytes"),
                        Columns.instant(row, "created_at"),
                        row.getInt("layers")),
                    row.getString("name")))
        .list();
  }

  /** A place in the list. */
  public record Position(String node, String imageId) {}
}
