package io.gantry.fleet.container;

import static io.gantry.fleet.testing.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.NamespaceSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.Resources;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.node.Enrolment.Enrolled;
import io.gantry.api.resource.ContainerResource;
import io.gantry.api.resource.CreateContainer;
import io.gantry.fleet.node.NodeService;
import io.gantry.fleet.testing.Fleet;
import io.gantry.fleet.testing.FleetTest;
import io.gantry.security.Caller;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Where containers run that live in the namespaces of others. */
@FleetTest
class JoinedPlacementIT {
  private final Fleet fleet;
  private final ContainerService containers;
  private final ContainerOperations operations;
  private final NodeService nodes;

  private Caller caller;
  private Enrolled node;

  @Autowired
  JoinedPlacementIT(
      Fleet fleet, ContainerService containers, ContainerOperations operations, NodeService nodes) {
    this.fleet = fleet;
    this.containers = containers;
    this.operations = operations;
    this.nodes = nodes;
  }

  @BeforeEach
  void enrolANode() {
    caller = fleet.tenant();
    node = fleet.node();
  }

  private ContainerResource createHere(String name) {
    return containers.create(caller, new CreateContainer(named(name).build(), false, node.name()));
  }

  @Test
  void followsTheContainersItJoinsToTheirNode() {
    ContainerResource owner = createHere("owner");
    fleet.node();
    List<ContainerSpec.Builder> joiners =
        List.of(
            named("net").network(NetworkSpec.of("owner")),
            named("pid").namespaces(joining("owner", null, null)),
            named("ipc").namespaces(joining(null, owner.id().shortId(), null)),
            named("uts").namespaces(joining(null, null, owner.id().value())),
            named("after").namespaces(joining(null, null, null, "owner")));

    assertThat(joiners)
        .allSatisfy(spec -> assertThat(createAnywhere(spec.build()).node()).isEqualTo(node.name()));
  }

  @Test
  void refusesAJoinerWhoseOwnerIsUnknownOrAnothersOrGoes() {
    ContainerSpec spec = named("net").network(NetworkSpec.of("owner")).build();
    containers.create(
        fleet.tenant(), new CreateContainer(named("owner").build(), false, node.name()));

    assertThat(assertRefused(ErrorCode.NO_SUCH_CONTAINER, () -> createAnywhere(spec)))
        .hasMessageContaining("'owner'");

    ContainerResource owner = createHere("owner");
    operations.remove(caller, new Target(owner.id().value(), null), new Removal(true, false, null));

    assertRefused(ErrorCode.CONFLICT, () -> createAnywhere(spec));
  }

  @Test
  void refusesAJoinerWhoseOwnersNodeCannotTakeIt() {
    createHere("owner");
    Enrolled other = fleet.node();
    ContainerSpec.Builder joiner = named("net").network(NetworkSpec.of("owner"));
    Resources everything = new Resources(Long.MAX_VALUE, null, null, null, null, null, null, null);

    assertRefusedEverywhere(joiner.resources(everything).build(), "where owner lies");
    joiner.resources(Resources.DEFAULT);
    assertRefused(
        ErrorCode.NO_PLACEMENT,
        () -> containers.create(caller, new CreateContainer(joiner.build(), false, other.name())));
    nodes.drain(caller, node.name(), null);
    assertRefusedEverywhere(joiner.build(), "where owner lies");
  }

  @Test
  void refusesAJoinerOfContainersOnSeveralNodes() {
    createHere("owner");
    containers.create(
        caller, new CreateContainer(named("far").build(), false, fleet.node().name()));

    assertRefusedEverywhere(
        named("both")
            .network(NetworkSpec.of("owner"))
            .namespaces(joining("far", null, null))
            .build(),
        "container 'far', container 'owner'");
  }

  private void assertRefusedEverywhere(ContainerSpec spec, String reason) {
    assertThat(assertRefused(ErrorCode.NO_PLACEMENT, () -> createAnywhere(spec)))
        .hasMessageContaining(reason);
  }

  private ContainerResource createAnywhere(ContainerSpec spec) {
    return containers.create(caller, new CreateContainer(spec, false, null));
  }

  private static ContainerSpec.Builder named(String name) {
    return ContainerSpec.builder("busybox").name(name);
  }

  private static NamespaceSpec joining(
      @Nullable String pid, @Nullable String ipc, @Nullable String uts, String... requires) {
    return new NamespaceSpec(pid, ipc, uts, null, null, List.of(requires));
  }
}
