package io.gantry.fleet.container;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.NamespaceSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.SecuritySpec;
import io.gantry.api.container.UserNamespaceSpec;
import io.gantry.persistence.account.TenantPolicy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What each policy forbids, as fields of the spec with the reason. */
final class PolicyRules {
  private static final int FIRST_UNPRIVILEGED_PORT = 1024;

  /** What container engines customarily grant. */
  private static final Set<String> CUSTOMARY_CAPABILITIES =
      Set.of(
          "CHOWN",
          "DAC_OVERRIDE",
          "FOWNER",
          "FSETID",
          "KILL",
          "NET_BIND_SERVICE",
          "SETFCAP",
          "SETGID",
          "SETPCAP",
          "SETUID",
          "SYS_CHROOT");

  /** Kernel parameters that belong to the container's own namespaces and harm nobody else. */
  private static final Set<String> HARMLESS_SYSCTLS =
      Set.of(
          "net.ipv4.ip_local_port_range",
          "net.ipv4.ip_unprivileged_port_start",
          "net.ipv4.ping_group_range",
          "net.ipv4.tcp_keepalive_time",
          "net.ipv4.tcp_syncookies");

  /** Options that give a mount more than the default does. */
  private static final Set<String> WIDENING_MOUNT_OPTIONS = Set.of("dev", "suid");

  private final TenantPolicy policy;
  private final Map<String, String> denied = new LinkedHashMap<>();

  private PolicyRules(TenantPolicy policy) {
    this.policy = policy;
  }

  /** Field to reason; empty if the policy allows all of the spec. */
  static Map<String, String> denied(ContainerSpec spec, TenantPolicy policy) {
    if (policy == TenantPolicy.PRIVILEGED) {
      return Map.of();
    }
    PolicyRules rules = new PolicyRules(policy);
    rules.checkSecurity(spec.security());
    rules.checkNetwork(spec.network());
    rules.checkNamespaces(spec.namespaces());
    rules.checkMounts(spec.mounts());
    rules.deny(spec.root().external(), "root.path", "is a directory of the host");
    return rules.denied;
  }

  private void checkSecurity(SecuritySpec security) {
    deny(security.privileged(), "security.privileged", "gives every right on the host");
    deny(security.hostPid(), "security.hostPid", "shows the host's processes");
    deny(security.hostIpc(), "security.hostIpc", "shares the host's memory segments");
    deny(security.seccomp() != null, "security.seccomp", "replaces the filter of system calls");
    deny(!security.unmaskPaths().isEmpty(), "security.unmaskPaths", "uncovers the host's kernel");
    deny(
        !security.addCapabilities().stream().allMatch(this::allowsCapability),
        "security.addCapabilities",
        "adds rights the tenant may not give");
    deny(
        !security.sysctls().keySet().stream().allMatch(this::allowsSysctl),
        "security.sysctls",
        "sets kernel parameters the tenant may not set");
  }

  private void checkNetwork(NetworkSpec network) {
    deny(network.mode() == NetworkSpec.Mode.HOST, "network.mode", "HOST shares the host's network");
    deny(
        policy == TenantPolicy.RESTRICTED
            && network.published().stream().anyMatch(p -> p.hostPort() < FIRST_UNPRIVILEGED_PORT),
        "network.ports",
        "publishes a port below " + FIRST_UNPRIVILEGED_PORT);
  }

  private void checkNamespaces(NamespaceSpec namespaces) {
    deny(
        namespaces.users().mode() == UserNamespaceSpec.Mode.MAPPED,
        "namespaces.users",
        "chooses user ids of the host");
  }

  private void checkMounts(List<MountSpec> mounts) {
    deny(
        mounts.stream().anyMatch(mount -> mount.kind() == MountSpec.Kind.BIND),
        "mounts.kind",
        "BIND mounts a path of the host");
    deny(
        mounts.stream()
                .flatMap(mount -> mount.options().stream())
                .anyMatch(WIDENING_MOUNT_OPTIONS::contains)
            || mounts.stream()
                .anyMatch(mount -> mount.kind() != MountSpec.Kind.BIND && mount.namesHostPath()),
        "mounts.options",
        "allows devices, changing the user or directories of the host in a mount");
  }

  private boolean allowsCapability(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return policy == TenantPolicy.BASELINE
        && CUSTOMARY_CAPABILITIES.contains(
            upper.startsWith("CAP_") ? upper.substring("CAP_".length()) : upper);
  }

  private boolean allowsSysctl(String name) {
    return policy == TenantPolicy.BASELINE && HARMLESS_SYSCTLS.contains(name);
  }

  private void deny(boolean violated, String field, String reason) {
    if (violated) {
      denied.put(field, reason);
    }
  }
}
