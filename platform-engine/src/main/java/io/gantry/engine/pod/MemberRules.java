package io.gantry.engine.pod;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.RestartPolicy;
import io.gantry.api.container.UserNamespaceSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.state.PodMembership.Role;
import io.gantry.engine.state.PodRecord;
import java.util.ArrayList;
import java.util.List;

/** What a container may not ask for because its pod has it (POD-6). */
final class MemberRules {
  private MemberRules() {}

  /**
   * The spec of a new member, with the namespaces of its pod.
   *
   * @throws GantryException INVALID_ARGUMENT, naming everything that is wrong
   */
  static ContainerSpec apply(PodRecord pod, NewMember member) {
    List<String> problems = new ArrayList<>();
    role(member, problems);
    ContainerId infra = pod.infra();
    if (infra == null) {
      refuseAny(member, problems);
      return member.spec();
    }
    SharedNamespaces shared = new SharedNamespaces(infra.value(), pod.spec().share());
    network(member.spec(), shared, problems);
    if (shared.uts(member.spec()) && member.spec().hostname() != null) {
      problems.add("hostname is the pod's");
    }
    if (member.spec().namespaces().users().mode() == UserNamespaceSpec.Mode.MAPPED) {
      problems.add("namespaces.users are the pod's");
    }
    refuseAny(member, problems);
    return shared.joinedBy(member.spec());
  }

  private static void role(NewMember member, List<String> problems) {
    if (member.role() == Role.INFRA) {
      problems.add("the infra container is made with the pod");
    }
    if (member.role().isInit() && member.spec().restart().kind() != RestartPolicy.Kind.NO) {
      problems.add("restart is not for an init container: it is to end");
    }
    if (member.role().isInit() && member.spec().autoRemove()) {
      problems.add("autoRemove is not for an init container: the role INIT_ONCE is");
    }
  }

  private static void network(ContainerSpec spec, SharedNamespaces shared, List<String> problems) {
    NetworkSpec network = spec.network();
    if (!shared.network(spec)) {
      return;
    }
    if (!network.networks().isEmpty() || !network.aliases().isEmpty()) {
      problems.add("network.networks and network.aliases are the pod's");
    }
    if (!network.addresses().isEmpty()) {
      problems.add("network.addresses are the pod's");
    }
    if (!network.ports().isEmpty()) {
      problems.add("network.ports are the pod's");
    }
    if (!network.extraHosts().isEmpty()) {
      problems.add("network.extraHosts are the pod's");
    }
    boolean resolver =
        network.dnsServers().isEmpty()
            && network.dnsSearch().isEmpty()
            && network.dnsOptions().isEmpty();
    if (!resolver) {
      problems.add("network.dns… are the pod's");
    }
  }

  private static void refuseAny(NewMember member, List<String> problems) {
    if (!problems.isEmpty()) {
      throw GantryException.of(
              ErrorCode.INVALID_ARGUMENT,
              "a container of this pod cannot have it so: " + String.join("; ", problems))
          .about("container", member.id());
    }
  }
}
