package io.gantry.engine.state;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.TenantId;
import io.gantry.api.pod.PodId;
import io.gantry.api.pod.PodSpec;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A pod. Who its members are, the members say.
 *
 * @param infra the container that holds its namespaces, which cannot be removed as long as it is
 *     named here
 */
public record PodRecord(
    PodId id,
    TenantId tenant,
    String name,
    PodSpec spec,
    Instant createdAt,
    @Nullable ContainerId infra,
    Phase phase) {

  /** How far it has come; after a crash, what is neither nor is removed. */
  public enum Phase {
    /** Its infra container may not be there yet. */
    CREATING,
    CREATED,
    /** Nobody becomes its member, or starts it, any more. */
    REMOVING
  }

  /** Whether this container holds its namespaces. */
  public boolean isHeldBy(ContainerId container) {
    return container.equals(infra);
  }

  /** The same, further on. */
  public PodRecord in(Phase next) {
    return new PodRecord(id, tenant, name, spec, createdAt, infra, next);
  }

  /** The same, holding its infra container no longer (POD-10). */
  public PodRecord withoutInfra() {
    return new PodRecord(id, tenant, name, spec, createdAt, null, phase);
  }
}
