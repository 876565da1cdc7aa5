package io.gantry.engine;

import io.gantry.api.container.ContainerId;
import io.gantry.engine.lifecycle.ContainerNetwork;
import io.gantry.engine.network.Networks;
import io.gantry.engine.network.SharedHosts;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.NetworkAttachment;
import java.util.Optional;
import java.util.Set;

/** The tenants' networks, as the lifecycle asks for them. */
record NetworkRoom(Networks networks) implements ContainerNetwork {

  /** Finds out first whether the published ports are free, before a run is opened in vain. */
  @Override
  public Optional<NetworkAttachment> open(ContainerConfig config) {
    networks.reserve(config.spec().network()).close();
    return networks.open(config);
  }

  @Override
  public void connect(ContainerConfig config) {
    networks.connect(config.id());
  }

  @Override
  public void detach(ContainerConfig config) {
    networks.detach(config.id());
  }

  @Override
  public void leave(ContainerConfig config) {
    ContainerId owner = config.sharing().network();
    if (owner != null) {
      new SharedHosts(config.runDirOf(owner).resolve("hosts"))
          .remove(config.id().shortId(), config.name());
    }
  }

  @Override
  public void cleanOrphans(Set<ContainerId> known) {
    networks.cleanOrphans(known);
  }
}
