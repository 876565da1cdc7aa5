package io.gantry.engine.spec;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.state.ContainerConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Kernel settings of a container's own namespaces (OCISPEC-14). Anything that is not kept per
 * namespace would be the host's and is refused.
 */
final class Sysctls {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]+([./][a-zA-Z0-9_:-]+)+");
  private static final Pattern VALUE = Pattern.compile("[^\\p{Cntrl}]{0,4096}|[\\d\\t ]+");
  private static final Set<String> IPC =
      Set.of(
          "kernel.msgmax",
          "kernel.msgmnb",
          "kernel.msgmni",
          "kernel.sem",
          "kernel.shmall",
          "kernel.shmmax",
          "kernel.shmmni",
          "kernel.shm_rmid_forced");
  private static final Set<String> UTS = Set.of("kernel.hostname", "kernel.domainname");

  /**
   * Every container may ping in its own network. A user namespace has not all these groups, which
   * the kernel would refuse.
   */
  private static final Map<String, String> DEFAULTS =
      Map.of("net.ipv4.ping_group_range", "0 2147483647");

  private Sysctls() {}

  static Map<String, String> of(ContainerConfig config) {
    ContainerSpec spec = config.spec();
    boolean ownNetwork =
        spec.network().mode() != NetworkSpec.Mode.HOST && spec.network().container() == null;
    boolean ownIpc = !spec.security().hostIpc() && spec.namespaces().ipc() == null;
    Map<String, String> sysctls =
        new LinkedHashMap<>(ownNetwork && config.ids().sameAsHost() ? DEFAULTS : Map.of());
    spec.security()
        .sysctls()
        .forEach(
            (name, value) -> {
              if (!NAME.matcher(name).matches() || !VALUE.matcher(value).matches()) {
                throw refused(name, "is malformed");
              }
              checkNamespace(name.replace('/', '.'), ownNetwork, ownIpc);
              sysctls.put(name.replace('/', '.'), value);
            });
    return sysctls;
  }

  private static void checkNamespace(String name, boolean ownNetwork, boolean ownIpc) {
    if (name.startsWith("net.")) {
      require(ownNetwork, name, "needs an own network");
    } else if (name.startsWith("fs.mqueue.") || IPC.contains(name)) {
      require(ownIpc, name, "needs an own IPC namespace");
    } else if (!UTS.contains(name)) {
      throw refused(name, "is a setting of the whole host");
    }
  }

  private static void require(boolean condition, String name, String reason) {
    if (!condition) {
      throw refused(name, reason);
    }
  }

  private static GantryException refused(String name, String reason) {
    return GantryException.of(
        ErrorCode.INVALID_ARGUMENT, "sysctl '%s' %s: leave it out".formatted(name, reason));
  }
}
