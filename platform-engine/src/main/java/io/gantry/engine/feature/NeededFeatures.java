package io.gantry.engine.feature;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.SecuritySpec;
import io.gantry.api.container.UserNamespaceSpec;
import java.util.EnumSet;
import java.util.Set;

/** What a container needs of its runtime, by its spec. */
public final class NeededFeatures {
  private static final String WITHOUT_FILTER = "unconfined";

  private NeededFeatures() {}

  /** In the order in which they are looked for. */
  public static Set<RuntimeFeature> of(ContainerSpec spec) {
    Set<RuntimeFeature> needed =
        EnumSet.of(RuntimeFeature.MOUNT_NAMESPACES, RuntimeFeature.UTS_NAMESPACES);
    SecuritySpec security = spec.security();
    if (!security.hostPid()) {
      needed.add(RuntimeFeature.PID_NAMESPACES);
    }
    if (!security.hostIpc()) {
      needed.add(RuntimeFeature.IPC_NAMESPACES);
    }
    if (spec.network().mode() != NetworkSpec.Mode.HOST) {
      needed.add(RuntimeFeature.NETWORK_NAMESPACES);
    }
    if (spec.namespaces().users().mode() != UserNamespaceSpec.Mode.HOST) {
      needed.add(RuntimeFeature.USER_NAMESPACES);
    }
    String profile = security.seccomp();
    if (profile == null ? !security.privileged() : !profile.equals(WITHOUT_FILTER)) {
      needed.add(RuntimeFeature.SECCOMP);
    }
    return needed;
  }
}
