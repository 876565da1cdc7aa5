package io.gantry.engine.pod;

import io.gantry.api.container.TenantId;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.PodMembership;

/** Makes containers, as pods need it. */
@FunctionalInterface
public interface MemberMaking {
  /**
   * Stores a container in a pod. Repeating it with the same id is success.
   *
   * @throws io.gantry.api.error.GantryException as for any container, NO_SUCH_POD, STATE_INVALID if
   *     the pod is being removed; nothing is left then
   */
  ContainerConfig create(TenantId tenant, NewMember member, PodMembership membership);
}
