package io.gantry.engine.pod;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.NamespaceSpec;
import io.gantry.api.container.NamespaceSpec.IpcMode;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.UserNamespaceSpec;
import io.gantry.api.pod.PodSpec.Shared;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which of its pod's namespaces a member has: those the pod shares, unless its own spec says that
 * it has that namespace from elsewhere.
 *
 * @param infra id of the container that holds them
 */
record SharedNamespaces(String infra, Set<Shared> shared) {

  boolean network(ContainerSpec spec) {
    return shared.contains(Shared.NETWORK) && spec.network().mode() == NetworkSpec.Mode.BRIDGE;
  }

  boolean uts(ContainerSpec spec) {
    return shared.contains(Shared.UTS) && spec.namespaces().uts() == null;
  }

  private boolean pid(ContainerSpec spec) {
    return shared.contains(Shared.PID)
        && spec.namespaces().pid() == null
        && !spec.security().hostPid();
  }

  private boolean ipc(ContainerSpec spec) {
    return shared.contains(Shared.IPC)
        && spec.namespaces().ipc() == null
        && spec.namespaces().ipcMode() == IpcMode.PRIVATE
        && !spec.security().hostIpc();
  }

  /** A range of its own choice is switched off: a member has the ids of its pod (IDMAP-2). */
  private static UserNamespaceSpec users(UserNamespaceSpec own) {
    return own.mode() == UserNamespaceSpec.Mode.AUTO ? UserNamespaceSpec.HOST : own;
  }

  /** The spec of a member that joins them, and needs their holder in any case (POD-5). */
  ContainerSpec joinedBy(ContainerSpec spec) {
    NamespaceSpec own = spec.namespaces();
    NamespaceSpec joined =
        new NamespaceSpec(
            pid(spec) ? infra : own.pid(),
            ipc(spec) ? infra : own.ipc(),
            uts(spec) ? infra : own.uts(),
            own.ipcMode(),
            users(own.users()),
            Stream.concat(own.requires().stream(), Stream.of(infra)).toList());
    ContainerSpec.Builder builder = spec.toBuilder().namespaces(joined);
    return (network(spec) ? builder.network(NetworkSpec.of(infra)) : builder).build();
  }
}
