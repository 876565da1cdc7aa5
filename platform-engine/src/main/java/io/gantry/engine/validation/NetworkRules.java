package io.gantry.engine.validation;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.NetworkSpec;
import java.util.stream.Stream;

/** Who joins another container's network makes none: the networks are that container's. */
final class NetworkRules implements SpecRule {
  @Override
  public Stream<String> problems(ContainerSpec spec) {
    NetworkSpec network = spec.network();
    boolean joins = network.mode() == NetworkSpec.Mode.CONTAINER;
    return joins && !network.networks().isEmpty()
        ? Stream.of("network.networks belong to the container that is joined")
        : Stream.empty();
  }
}
