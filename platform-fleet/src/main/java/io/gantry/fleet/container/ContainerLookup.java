package io.gantry.fleet.container;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.fleet.node.Presence;
import io.gantry.persistence.container.ContainerRows;
import io.gantry.persistence.container.ContainerRows.Row;
import java.util.List;
import org.springframework.stereotype.Component;

/** Finds a tenant's container by what a user calls it. A foreign one is as good as missing. */
@Component
class ContainerLookup {
  private final ContainerRows rows;
  private final Presence presence;

  ContainerLookup(ContainerRows rows, Presence presence) {
    this.rows = rows;
    this.presence = presence;
  }

  /**
   * The id the reference means.
   *
   * @throws GantryException NO_SUCH_CONTAINER; INVALID_ARGUMENT if a prefix fits several
   */
  ContainerId id(TenantId tenant, String reference) {
    List<ContainerId> found = rows.resolve(tenant, reference);
    if (found.size() > 1) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT,
          "several containers' ids begin with '%s': use more characters".formatted(reference));
    }
    return found.stream().findFirst().orElseThrow(() -> missing(reference));
  }

  Row row(TenantId tenant, String reference) {
    return row(tenant, id(tenant, reference));
  }

  Row row(TenantId tenant, ContainerId id) {
    return rows.find(tenant, id, presence.reachableSince()).orElseThrow(() -> missing(id.value()));
  }

  static GantryException missing(String reference) {
    return GantryException.of(
            ErrorCode.NO_SUCH_CONTAINER, "there is no container '%s'".formatted(reference))
        .about("container", reference);
  }
}
