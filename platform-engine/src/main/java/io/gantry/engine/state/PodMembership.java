package io.gantry.engine.state;

import io.gantry.api.pod.PodId;

/**
 * What a container is in its pod. Fixed at creation.
 *
 * @param podName the pod's name, which its members have on their networks (NETWORK-10)
 */
public record PodMembership(PodId pod, String podName, Role role) {

  /** What the pod has it for; a container has one role only (STORAGE-16). */
  public enum Role {
    /** It holds the namespaces the others share. */
    INFRA,
    /** It is started before all others. */
    SERVICE,
    /** It runs to its end before the members at each start of the pod. */
    INIT,
    /** It does so once, and is removed then. */
    INIT_ONCE,
    MEMBER;

    /** Whether a start of the pod waits for its end. */
    public boolean isInit() {
      return this == INIT || this == INIT_ONCE;
    }
  }
}
