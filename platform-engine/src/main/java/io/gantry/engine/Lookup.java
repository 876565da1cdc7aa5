package io.gantry.engine;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.state.PodStore;
import io.gantry.engine.state.StateStore;
import java.util.List;
import java.util.Optional;

/** Finds containers by what people call them (STORAGE-17). */
record Lookup(StateStore store, PodStore pods) {

  /**
   * By full id, then exact name, then unique prefix of the id.
   *
   * @throws GantryException INVALID_ARGUMENT if several ids begin so, or a pod is called so
   */
  Optional<ContainerId> find(TenantId tenant, String nameOrPrefix) {
    if (nameOrPrefix.matches("[0-9a-f]{64}")) {
      Optional<ContainerId> exact =
          store
              .find(new ContainerId(nameOrPrefix))
              .filter(stored -> stored.config().tenant().equals(tenant))
              .map(stored -> stored.config().id());
      if (exact.isPresent()) {
        return exact;
      }
    }
    return store
        .findByName(tenant, nameOrPrefix)
        .or(() -> noPod(tenant, nameOrPrefix))
        .or(() -> byPrefix(tenant, nameOrPrefix));
  }

  private Optional<ContainerId> noPod(TenantId tenant, String name) {
    if (pods.findByName(tenant, name).isPresent()) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT, "'%s' is a pod: name one of its containers".formatted(name));
    }
    return Optional.empty();
  }

  private Optional<ContainerId> byPrefix(TenantId tenant, String prefix) {
    if (!prefix.matches("[0-9a-f]{1,63}")) {
      return Optional.empty();
    }
    List<ContainerId> found = store.findByPrefix(tenant, prefix, 2);
    if (found.size() > 1) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT,
          "several containers have ids that begin with '" + prefix + "': give more of the id");
    }
    return found.stream().findFirst();
  }
}
