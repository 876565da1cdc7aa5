package io.gantry.api.resource;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who did what, written in the transaction of the change itself.
 *
 * @param onBehalfOf who had asked for it, if the actor is a node or a workload
 * @param action {@code resource:verb}, as the permission it needed
 * @param object kind and id, as in {@code container 4f2a…}
 * @param outcome {@code ok}, or the code of the failure
 * @param changes what it made another, without secrets
 */
public record AuditResource(
    long id,
    Instant at,
    String actor,
    @Nullable String onBehalfOf,
    String action,
    String object,
    String outcome,
    @Nullable String requestId,
    @Nullable String address,
    @Nullable String detail,
    List<AuditChange> changes) {
  public AuditResource {
    changes = changes == null ? List.of() : List.copyOf(changes);
  }

  /** The same, done for somebody else. */
  public AuditResource onBehalfOf(String asking) {
    return new AuditResource(
        id, at, actor, asking, action, object, outcome, requestId, address, detail, changes);
  }
}
