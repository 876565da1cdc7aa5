package io.gantry.engine;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.NamespaceSpec.IpcMode;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.Sharing;
import io.gantry.engine.state.StateStore;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the containers whose namespaces another wants to join. Only what a container has for itself
 * can be joined, so nobody gets the host's by way of another container.
 */
record Joining(StateStore store, Lookup lookup) {

  /**
   * The ids behind the names in a spec.
   *
   * @throws GantryException CONFLICT if a container is not here, which may change; INVALID_ARGUMENT
   *     if it does not let itself be joined
   */
  Sharing resolve(TenantId tenant, ContainerSpec spec) {
    return new Sharing(
        owner(tenant, spec.network().container(), "network", Joining::ownsNetwork),
        owner(tenant, spec.namespaces().pid(), "pid", Joining::ownsPid),
        owner(tenant, spec.namespaces().ipc(), "ipc", Joining::sharesIpc),
        owner(tenant, spec.namespaces().uts(), "uts", Joining::ownsUts),
        spec.namespaces().requires().stream().map(name -> find(tenant, name).id()).toList());
  }

  private @Nullable ContainerId owner(
      TenantId tenant, @Nullable String name, String type, Predicate<ContainerSpec> joinable) {
    if (name == null) {
      return null;
    }
    ContainerConfig owner = find(tenant, name);
    if (!joinable.test(owner.spec())) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT,
          "the %s namespace of container '%s' cannot be joined: it is not its own, or not shareable"
              .formatted(type, name));
    }
    return owner.id();
  }

  private ContainerConfig find(TenantId tenant, String name) {
    return lookup
        .find(tenant, name)
        .flatMap(store::find)
        .orElseThrow(
            () ->
                GantryException.of(
                    ErrorCode.CONFLICT,
                    "container '%s', which it needs, is not on this node: create it there first"
                        .formatted(name)))
        .config();
  }

  private static boolean ownsNetwork(ContainerSpec owner) {
    NetworkSpec.Mode mode = owner.network().mode();
    return mode == NetworkSpec.Mode.BRIDGE || mode == NetworkSpec.Mode.NONE;
  }

  private static boolean ownsPid(ContainerSpec owner) {
    return !owner.security().hostPid() && owner.namespaces().pid() == null;
  }

  private static boolean sharesIpc(ContainerSpec owner) {
    return !owner.security().hostIpc()
        && owner.namespaces().ipc() == null
        && owner.namespaces().ipcMode() == IpcMode.SHAREABLE;
  }

  private static boolean ownsUts(ContainerSpec owner) {
    return owner.namespaces().uts() == null;
  }
}
