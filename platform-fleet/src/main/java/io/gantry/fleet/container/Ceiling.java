package io.gantry.fleet.container;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.SecuritySpec;
import io.gantry.api.container.UserNamespaceSpec;
import java.util.HashSet;
import java.util.Set;

/** What the owner of a node must allow for a spec, in the words of the node's ceiling. */
final class Ceiling {
  private Ceiling() {}

  static Set<String> asked(ContainerSpec spec) {
    SecuritySpec security = spec.security();
    Set<String> asked = new HashSet<>();
    if (security.privileged()
        || spec.namespaces().users().mode() == UserNamespaceSpec.Mode.MAPPED) {
      asked.add("privileged");
    }
    if (spec.root().external() || spec.mounts().stream().anyMatch(MountSpec::namesHostPath)) {
      asked.add("hostPaths");
    }
    if (security.hostPid()
        || security.hostIpc()
        || spec.network().mode() == NetworkSpec.Mode.HOST) {
      asked.add("hostNamespaces");
    }
    return asked;
  }
}
