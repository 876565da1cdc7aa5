package io.gantry.engine;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.lifecycle.ContainerNetwork;
import io.gantry.engine.linux.ProcessIdentity;
import io.gantry.engine.mount.EngineFiles;
import io.gantry.engine.network.Network;
import io.gantry.engine.network.Networks;
import io.gantry.engine.network.SharedHosts;
import io.gantry.engine.spec.RuntimeSpec;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.NetworkAttachment;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The tenants' networks, as the lifecycle asks for them.
 *
 * @param hostName what the host calls itself
 */
record NetworkRoom(Networks networks, EngineFiles files, String hostName)
    implements ContainerNetwork {

  /** Finds out first whether the published ports are free, before a run is opened in vain. */
  @Override
  public Optional<NetworkAttachment> open(ContainerConfig config) {
    networks.reserve(config).close();
    return config.ids().sameAsHost() ? networks.open(config) : Optional.empty();
  }

  @Override
  public Optional<NetworkAttachment> openAgain(ContainerConfig config, NetworkAttachment before) {
    networks.reserve(config).close();
    return Optional.of(networks.openAgain(config, before));
  }

  @Override
  public void connect(ContainerConfig config) {
    networks.connect(config.id());
  }

  @Override
  public boolean isCompletedLater(ContainerConfig config) {
    return !config.ids().sameAsHost() && config.spec().network().mode() == NetworkSpec.Mode.BRIDGE;
  }

  @Override
  public Optional<NetworkAttachment> complete(ContainerConfig config, ProcessIdentity process) {
    Optional<NetworkAttachment> adopted = networks.adopt(config, process);
    adopted.ifPresent(attachment -> networks.connect(config.id()));
    return adopted;
  }

  @Override
  public void name(ContainerConfig config, NetworkAttachment network) {
    files.rename(config, RuntimeSpec.hostname(config, hostName), network);
  }

  @Override
  public List<String> with(ContainerConfig config, String network) {
    List<String> joined = joined(config);
    if (joined.contains(network)) {
      return joined;
    }
    if (!network.equals(NetworkSpec.DEFAULT)) {
      Network unused = networks.inspect(config.tenant(), network);
    }
    return Stream.concat(joined.stream(), Stream.of(network)).toList();
  }

  /** None would be the default network again. */
  @Override
  public List<String> without(ContainerConfig config, String network) {
    List<String> left = joined(config).stream().filter(name -> !name.equals(network)).toList();
    if (left.isEmpty()) {
      throw GantryException.of(
              ErrorCode.CONFLICT, "it is its only network: connect it to another one first")
          .about("container", config.id());
    }
    return left;
  }

  private static List<String> joined(ContainerConfig config) {
    NetworkSpec spec = config.spec().network();
    if (spec.mode() != NetworkSpec.Mode.BRIDGE) {
      throw GantryException.of(
              ErrorCode.INVALID_ARGUMENT, "only a container with mode BRIDGE has networks")
          .about("container", config.id());
    }
    return spec.joined();
  }

  @Override
  public NetworkAttachment change(ContainerConfig config) {
    return networks.change(config);
  }

  @Override
  public NetworkAttachment rebuild(ContainerConfig config) {
    return networks.rebuild(config);
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
