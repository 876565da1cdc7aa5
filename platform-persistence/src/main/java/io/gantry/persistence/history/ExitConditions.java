package io.gantry.persistence.history;

import io.gantry.api.container.TenantId;
import io.gantry.api.resource.ExitFilter;
import io.gantry.persistence.Json;
import io.gantry.persistence.jdbc.Conditions;
import java.util.Set;

/** Which rows of the ledger, called {@code e}, a question means: the same for all questions. */
final class ExitConditions {
  /** As the index of failures says it. */
  static final String FAILED = "e.code <> 0 and e.cause <> 'REQUESTED'";

  private ExitConditions() {}

  /** All that a filter names. */
  static Conditions of(TenantId tenant, ExitFilter filter) {
    return ofAnyDigest(tenant, filter)
        .and("e.image_digest = :digest", "digest", filter.imageDigest());
  }

  /** All that a filter names, except the image's digest. */
  static Conditions ofAnyDigest(TenantId tenant, ExitFilter filter) {
    return common(tenant, filter)
        .and("(e.node_name = :node or e.node_id = :node)", "node", filter.node());
  }

  /** All that a filter names, except the node. */
  static Conditions onAnyNode(TenantId tenant, ExitFilter filter) {
    return common(tenant, filter).and("e.image_digest = :digest", "digest", filter.imageDigest());
  }

  private static Conditions common(TenantId tenant, ExitFilter filter) {
    Conditions conditions =
        new Conditions()
            .and("e.tenant_id = :tenant", "tenant", tenant.value())
            .and(
                "(e.container_name = :container or e.container_id >= :container"
                    + " and e.container_id < :container || 'g')",
                "container",
                filter.container())
            .and("e.image = :image", "image", filter.image())
            .and("e.finished_at >= :since", "since", filter.since())
            .and("e.finished_at < :until", "until", filter.until());
    addEnds(conditions, filter);
    return filter.labels().isEmpty()
        ? conditions
        : conditions.and("e.labels @> :labels::jsonb", "labels", Json.write(filter.labels()));
  }

  private static void addEnds(Conditions conditions, ExitFilter filter) {
    Set<Integer> codes = filter.codes();
    if (codes.size() == 1) {
      conditions.and("e.code = :code", "code", codes.iterator().next());
    } else if (!codes.isEmpty()) {
      conditions.and("e.code in (:codes)", "codes", codes);
    }
    // Literals, not parameters: the planner then sees that the partial indexes fit.
    if (filter.failed()) {
      conditions.and(FAILED);
    }
    if (filter.cause() != null) {
      conditions.and("e.cause = '" + filter.cause().name() + "'");
    }
  }
}
