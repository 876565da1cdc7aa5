package io.gantry.fleet.container;

import static io.gantry.fleet.testing.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.PortMapping;
import io.gantry.api.container.Resources;
import io.gantry.api.container.SecuritySpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.Digest;
import io.gantry.api.image.ImageSummary;
import io.gantry.api.node.Assignment.Goal;
import io.gantry.api.node.Enrolment.Enrolled;
import io.gantry.api.node.Report;
import io.gantry.api.resource.ContainerFilter;
import io.gantry.api.resource.ContainerResource;
import io.gantry.api.resource.CreateContainer;
import io.gantry.api.resource.Page;
import io.gantry.api.resource.PageRequest;
import io.gantry.fleet.node.NodeService;
import io.gantry.fleet.testing.Fleet;
import io.gantry.fleet.testing.FleetTest;
import io.gantry.fleet.testing.Together;
import io.gantry.fleet.volume.VolumeService;
import io.gantry.security.Caller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@FleetTest
class ContainerServiceIT {
  private final Fleet fleet;
  private final ContainerService containers;
  private final NodeService nodes;
  private final VolumeService volumes;

  private Caller caller;
  private Enrolled node;

  @Autowired
  ContainerServiceIT(
      Fleet fleet, ContainerService containers, NodeService nodes, VolumeService volumes) {
    this.fleet = fleet;
    this.containers = containers;
    this.nodes = nodes;
    this.volumes = volumes;
  }

  @BeforeEach
  void enrolANode() {
    caller = fleet.tenant();
    node = fleet.node();
  }

  @Test
  void givesBackWhatWasAskedFor() {
    ContainerSpec spec =
        ContainerSpec.builder("busybox")
            .name("web")
            .command("sleep", "60")
            .environment(Map.of("A", "1"))
            .labels(Map.of("team", "red"))
            .build();

    ContainerResource created = create(spec, true);

    assertThat(created.spec()).isEqualTo(spec);
    assertThat(created.goal()).isEqualTo(Goal.RUNNING);
    assertThat(created.status().state()).isEqualTo("pending");
    assertThat(created.node()).isEqualTo(node.name());
    assertThat(created.createdBy()).isEqualTo("system");
    assertThat(containers.get(caller, "web")).isEqualTo(created);
    assertThat(containers.get(caller, created.id().value())).isEqualTo(created);
    assertThat(containers.get(caller, created.id().shortId())).isEqualTo(created);
  }

  @Test
  void makesUpANameWhenNoneIsGiven() {
    ContainerResource created = create(ContainerSpec.builder("busybox").build(), false);

    assertThat(created.name()).isEqualTo("c-" + created.id().shortId());
    assertThat(created.spec().name()).isEqualTo(created.name());
  }

  @Test
  void makesOneContainerWhenManyWantTheSameName() throws Exception {
    ContainerSpec spec = ContainerSpec.builder("busybox").name("only").build();

    List<Optional<ContainerId>> made = Together.run(16, number -> () -> tryToCreate(spec));

    assertThat(made.stream().flatMap(Optional::stream)).hasSize(1);
  }

  private Optional<ContainerId> tryToCreate(ContainerSpec spec) {
    try {
      return Optional.of(create(spec, false).id());
    } catch (GantryException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.NAME_DUPLICATE);
      return Optional.empty();
    }
  }

  @Test
  void refusesWhatThePolicyForbidsAndNamesTheField() {
    SecuritySpec privileged =
        new SecuritySpec(true, null, null, false, false, null, null, null, null, false, false);

    GantryException refusal =
        assertRefused(
            ErrorCode.POLICY_DENIED,
            () -> create(ContainerSpec.builder("busybox").security(privileged).build(), false));

    assertThat(refusal.fields()).containsOnlyKeys("security.privileged");
  }

  @Test
  void refusesTextsThatCannotBeStored() {
    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        () -> create(ContainerSpec.builder("busybox").command("a\0b").build(), false));
  }

  @Test
  void promisesAPortOfANodeOnce() throws Exception {
    List<Optional<ContainerId>> made =
        Together.run(
            8,
            number ->
                () -> {
                  try {
                    return Optional.of(create(publishing(null, 8080), false).id());
                  } catch (GantryException e) {
                    assertThat(e.code()).isEqualTo(ErrorCode.PORT_IN_USE);
                    return Optional.<ContainerId>empty();
                  }
                });

    assertThat(made.stream().flatMap(Optional::stream)).hasSize(1);
    assertRefused(ErrorCode.PORT_IN_USE, () -> create(publishing("127.0.0.1", 8080), false));
    assertThat(create(publishing(null, 8081), false).goal()).isEqualTo(Goal.CREATED);
  }

  @Test
  void fillsANodeNoFurtherThanItsMemory() {
    Enrolled small = fleet.node(1000);
    ContainerSpec half =
        ContainerSpec.builder("busybox")
            .resources(new Resources(600L, null, null, null, null, null, null, null))
            .build();
    containers.create(caller, new CreateContainer(half, false, small.name()));

    assertRefused(
        ErrorCode.NO_PLACEMENT,
        () -> containers.create(caller, new CreateContainer(half, false, small.name())));
  }

  @Test
  void givesNothingToANodeThatDrainsOrIsSilent() {
    nodes.drain(caller, node.name(), null);
    Enrolled silent = fleet.silentNode();

    assertRefused(ErrorCode.NO_PLACEMENT, () -> fleet.container(caller, node));
    assertRefused(ErrorCode.NO_PLACEMENT, () -> fleet.container(caller, silent));
    nodes.undrain(caller, node.name(), null);
    assertThat(fleet.container(caller, node).node()).isEqualTo(node.name());
  }

  @Test
  void refusesANodeThatDoesNotExist() {
    assertRefused(
        ErrorCode.NO_SUCH_NODE,
        () ->
            containers.create(
                caller,
                new CreateContainer(ContainerSpec.builder("busybox").build(), false, "nowhere")));
  }

  @Test
  void prefersTheNodeThatHasTheImage() {
    Enrolled other = fleet.node();
    String image = "registry.example/" + caller.tenant() + ":1";
    fleet.report(other, "e", imageReport(image));
    fleet.container(caller, other);

    ContainerResource created =
        containers.create(
            caller, new CreateContainer(ContainerSpec.builder(image).build(), false, null));

    assertThat(created.node()).isEqualTo(other.name());
  }

  private Report imageReport(String name) {
    ImageSummary image =
        new ImageSummary(
            new Digest("sha256:" + "a".repeat(64)), List.of(name), 10, Instant.EPOCH, 1);
    return new Report(
        1, Instant.EPOCH, null, null, null, new Report.Images(caller.tenant(), List.of(image)));
  }

  @Test
  void followsAVolumeToItsNode() {
    ContainerSpec spec =
        ContainerSpec.builder("busybox")
            .mounts(new MountSpec(MountSpec.Kind.VOLUME, "data", "/data", false, null))
            .build();
    create(spec, false);
    Enrolled other = fleet.node();

    ContainerResource second = containers.create(caller, new CreateContainer(spec, false, null));

    assertThat(second.node()).isEqualTo(node.name());
    assertThat(volumes.get(caller, "data").containers()).isEqualTo(2);
    assertRefused(
        ErrorCode.NO_PLACEMENT,
        () -> containers.create(caller, new CreateContainer(spec, false, other.name())));
    assertRefused(ErrorCode.VOLUME_IN_USE, () -> volumes.remove(caller, "data"));
  }

  @Test
  void listsEachContainerOnceFromPageToPage() {
    List<ContainerId> made = new ArrayList<>();
    for (int number = 0; number < 7; number++) {
      made.addFirst(fleet.container(caller, node).id());
    }

    List<ContainerId> listed = new ArrayList<>();
    PageRequest request = new PageRequest(3, null);
    while (request != null) {
      Page<ContainerResource> page = containers.list(caller, ContainerFilter.ALL, request);
      page.items().forEach(container -> listed.add(container.id()));
      request = page.next() == null ? null : new PageRequest(3, page.next());
    }

    assertThat(listed).isEqualTo(made);
  }

  @Test
  void refusesACursorItDidNotGive() {
    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        () -> containers.list(caller, ContainerFilter.ALL, new PageRequest(3, "x%")));
  }

  @Test
  void listsWhatAFilterNames() {
    ContainerResource red =
        create(
            ContainerSpec.builder("busybox").name("red").labels(Map.of("team", "red")).build(),
            false);
    ContainerResource running = fleet.started(caller, node);
    fleet.report(node, "e", Fleet.reports(running.id()).status(1, ContainerState.RUNNING, 1));

    assertThat(listed(new ContainerFilter("red", Map.of(), null, null, null)))
        .containsExactly(red.id());
    assertThat(listed(new ContainerFilter(null, Map.of("team", "red"), null, null, null)))
        .containsExactly(red.id());
    assertThat(listed(new ContainerFilter(null, Map.of(), "running", null, null)))
        .containsExactly(running.id());
    assertThat(listed(new ContainerFilter(null, Map.of(), "pending", null, null)))
        .containsExactly(red.id());
    assertThat(listed(new ContainerFilter(null, Map.of(), null, node.name(), "busybox")))
        .containsExactly(running.id(), red.id());
    assertThat(listed(new ContainerFilter(null, Map.of(), null, null, "alpine"))).isEmpty();
  }

  private List<ContainerId> listed(ContainerFilter filter) {
    return containers.list(caller, filter, PageRequest.FIRST).items().stream()
        .map(ContainerResource::id)
        .toList();
  }

  private ContainerResource create(ContainerSpec spec, boolean start) {
    return containers.create(caller, new CreateContainer(spec, start, node.name()));
  }

  private static ContainerSpec publishing(@Nullable String address, int port) {
    return ContainerSpec.builder("busybox")
        .network(NetworkSpec.BRIDGE.withPorts(new PortMapping(address, port, 80, null)))
        .build();
  }
}
