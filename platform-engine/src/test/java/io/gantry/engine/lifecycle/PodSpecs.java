package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.NamespaceSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.PortMapping;
import io.gantry.api.container.UserNamespaceSpec;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Specs of containers for pods. */
final class PodSpecs {
  private PodSpecs() {}

  /** One that needs another container. */
  static ContainerSpec.Builder requiring(ContainerId needed) {
    return ContainerSpec.builder("image")
        .namespaces(new NamespaceSpec(null, null, null, null, null, List.of(needed.value())));
  }

  /** Those that have something a pod has for all its members. */
  static Stream<ContainerSpec> refused() {
    return Stream.of(
            networked(NetworkSpec.BRIDGE.withNetworks(List.of("other"))),
            networked(NetworkSpec.BRIDGE.withPorts(new PortMapping(null, 8080, 80, null))),
            networked(
                new NetworkSpec(
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    Map.of("db", "10.0.0.1"),
                    null)),
            networked(
                new NetworkSpec(
                    null, null, null, null, null, List.of("10.0.0.1"), null, null, null, null)),
            ContainerSpec.builder("image").hostname("own"),
            withUsers(
                new UserNamespaceSpec(
                    UserNamespaceSpec.Mode.MAPPED,
                    null,
                    List.of(new UserNamespaceSpec.Range(0, 5000, 10)),
                    null)))
        .map(ContainerSpec.Builder::build);
  }

  /** One with these ids. */
  static ContainerSpec.Builder withUsers(UserNamespaceSpec users) {
    return ContainerSpec.builder("image")
        .namespaces(new NamespaceSpec(null, null, null, null, users, null));
  }

  private static ContainerSpec.Builder networked(NetworkSpec network) {
    return ContainerSpec.builder("image").network(network);
  }
}
