package io.gantry.fleet.container;

import static io.gantry.fleet.testing.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.PortMapping;
import io.gantry.api.container.Resources;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.node.Enrolment.Enrolled;
import io.gantry.api.resource.CreateContainer;
import io.gantry.api.resource.PlacementResource;
import io.gantry.api.resource.PlacementResource.Fit;
import io.gantry.api.resource.PlacementResource.Obstacle;
import io.gantry.fleet.node.NodeService;
import io.gantry.fleet.testing.Fleet;
import io.gantry.fleet.testing.FleetTest;
import io.gantry.security.Caller;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@FleetTest
class PlacementExplainedIT {
  private static final long GIBIBYTE = 1L << 30;

  private final Fleet fleet;
  private final ContainerService containers;
  private final NodeService nodes;

  private Caller caller;

  @Autowired
  PlacementExplainedIT(Fleet fleet, ContainerService containers, NodeService nodes) {
    this.fleet = fleet;
    this.containers = containers;
    this.nodes = nodes;
  }

  @BeforeEach
  void makeATenant() {
    caller = fleet.tenant();
  }

  private PlacementResource explain(ContainerSpec.Builder spec, @Nullable String node) {
    return containers.explainPlacement(caller, new CreateContainer(spec.build(), true, node));
  }

  private static ContainerSpec.Builder spec() {
    return ContainerSpec.builder("busybox");
  }

  private static Fit of(Enrolled node, PlacementResource placement) {
    return placement.nodes().stream()
        .filter(fit -> fit.node().equals(node.name()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void namesWhatStandsAgainstEachNode() {
    Enrolled small = fleet.node(GIBIBYTE);
    Enrolled silent = fleet.silentNode();
    Enrolled drained = fleet.node(64 * GIBIBYTE);
    nodes.drain(Caller.system(TenantId.DEFAULT), drained.name(), null);
    Enrolled good = fleet.node(64 * GIBIBYTE);
    Resources large = new Resources(2 * GIBIBYTE, null, null, null, null, null, null, null);

    PlacementResource placement = explain(spec().resources(large), null);

    assertThat(of(small, placement).obstacles()).containsExactly(Obstacle.MEMORY);
    assertThat(of(silent, placement).obstacles()).containsExactly(Obstacle.LOST);
    assertThat(of(drained, placement).obstacles()).containsExactly(Obstacle.DRAINING);
    assertThat(of(good, placement).obstacles()).isEmpty();
    assertThat(placement.node()).isEqualTo(placement.nodes().getFirst().node());
  }

  @Test
  void choosesWhatTheCreationChooses() {
    fleet.node();

    String said = explain(spec(), null).node();

    assertThat(containers.create(caller, new CreateContainer(spec().build(), true, null)).node())
        .isEqualTo(said);
  }

  @Test
  void namesPortsAndTheNodeThatBindsIt() {
    Enrolled node = fleet.node();
    Enrolled other = fleet.node();
    ContainerSpec.Builder published =
        spec()
            .mounts(new MountSpec(MountSpec.Kind.VOLUME, "data", "/data", false, null))
            .network(NetworkSpec.BRIDGE.withPorts(new PortMapping(null, 18081, 80, null)));
    containers.create(caller, new CreateContainer(published.build(), true, node.name()));

    PlacementResource placement = explain(published, null);

    assertThat(of(node, placement).obstacles()).containsExactly(Obstacle.PORTS);
    assertThat(of(other, placement).obstacles()).contains(Obstacle.BOUND_ELSEWHERE);
    assertThat(placement.node()).isNull();
  }

  @Test
  void storesNothing() {
    fleet.node();

    explain(spec().name("asked"), null);

    assertRefused(ErrorCode.NO_SUCH_CONTAINER, () -> containers.get(caller, "asked"));
  }

  @Test
  void refusesWhatACreationRefuses() {
    fleet.node();

    assertRefused(ErrorCode.NO_SUCH_NODE, () -> explain(spec(), "nowhere"));
  }
}
