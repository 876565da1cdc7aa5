package io.gantry.fleet.service;

import static io.gantry.fleet.testing.Eventually.become;
import static io.gantry.fleet.testing.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.node.Assignment.Goal;
import io.gantry.api.node.Enrolment.Enrolled;
import io.gantry.api.node.Report;
import io.gantry.api.resource.ContainerFilter;
import io.gantry.api.resource.ContainerResource;
import io.gantry.api.resource.PageRequest;
import io.gantry.api.service.CreateService;
import io.gantry.api.service.RollbackService;
import io.gantry.api.service.RolloutSpec;
import io.gantry.api.service.RolloutState;
import io.gantry.api.service.ServiceResource;
import io.gantry.api.service.ServiceResource.Status;
import io.gantry.api.service.ServiceRevisionResource;
import io.gantry.api.service.ServiceSpec;
import io.gantry.api.service.UpdateService;
import io.gantry.fleet.container.ContainerService;
import io.gantry.fleet.container.Target;
import io.gantry.fleet.testing.Fleet;
import io.gantry.fleet.testing.FleetTest;
import io.gantry.security.Caller;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@FleetTest
class ServiceIT {
  private static final String GOOD = "good:1";
  private static final String BETTER = "good:2";
  private static final String BROKEN = "broken:1";

  private final Fleet fleet;
  private final Services services;
  private final ContainerService containers;
  private final Map<ContainerId, Goal> told = new HashMap<>();
  private final Set<ContainerId> gone = new HashSet<>();

  private Caller caller;
  private Enrolled node;
  private long sequence;

  @Autowired
  ServiceIT(Fleet fleet, Services services, ContainerService containers) {
    this.fleet = fleet;
    this.services = services;
    this.containers = containers;
  }

  @BeforeEach
  void makeATenantWithANode() {
    caller = fleet.tenant();
    node = fleet.node();
  }

  /** Leaves no service behind whose replicas the nodes of other tests would be given. */
  @AfterEach
  void removeServices() {
    for (ServiceResource service : services.list(caller, PageRequest.FIRST).items()) {
      services.remove(caller, Target.of(service.name()));
    }
    become(() -> services.list(caller, PageRequest.FIRST).items(), List::isEmpty);
  }

  @Test
  void keepsAsManyReplicasAsItWants() {
    create(GOOD, 3);

    Status status = until(complete(1));

    assertThat(status.ready()).isEqualTo(3);
    assertThat(live()).hasSize(3);
    assertThat(live().getFirst().spec().labels()).containsEntry("gantry.service", "web");
  }

  @Test
  void rollsToAnotherContainerOneAfterTheOther() {
    create(GOOD, 2);
    until(complete(1));

    change(BETTER, null);
    Status status = until(complete(2));

    assertThat(status.goodRevision()).isEqualTo(2);
    assertThat(live()).extracting(one -> one.spec().image()).containsOnly(BETTER);
    assertThat(services.revisions(caller, "web", PageRequest.FIRST).items())
        .extracting(ServiceRevisionResource::number)
        .containsExactly(2, 1);
  }

  @Test
  void goesBackByItselfWhenTheNewOneIsNoGood() {
    create(GOOD, 2);
    until(complete(1));

    change(BROKEN, Duration.ofSeconds(2));
    Status status = until(state -> complete(1).test(state) && state.rolledBackFrom() != null);

    assertThat(status.rolledBackFrom()).isEqualTo(2);
    assertThat(services.get(caller, "web").spec().container().image()).isEqualTo(GOOD);
    assertThat(live()).extracting(one -> one.spec().image()).containsOnly(GOOD);
  }

  @Test
  void goesBackWhenAsked() {
    create(GOOD, 1);
    until(complete(1));
    change(BETTER, null);
    until(complete(2));

    services.rollBack(caller, Target.of("web"), new RollbackService(null));

    until(complete(1));
    assertThat(live()).extracting(one -> one.spec().image()).containsOnly(GOOD);
    assertRefused(
        ErrorCode.NOT_FOUND,
        () -> services.rollBack(caller, Target.of("web"), new RollbackService(7)));
  }

  @Test
  void slowsDownARevisionWhoseReplicasFailAgainAndAgain() {
    create(BROKEN, 1);

    Status status = until(state -> state.failures() >= 2 && state.nextAttemptAt() != null);

    assertThat(status.ready()).isZero();
    assertThat(live()).isEmpty();
  }

  @Test
  void scalesBothWays() {
    create(GOOD, 1);
    until(complete(1));

    scale(3);
    until(state -> complete(1).test(state) && state.ready() == 3);
    scale(0);
    until(state -> complete(1).test(state) && state.replicas() == 0);

    assertThat(live()).isEmpty();
  }

  @Test
  void standsStillWhilePausedAndGoesOnThen() {
    create(GOOD, 1);
    until(complete(1));
    services.update(
        caller,
        Target.of("web"),
        new UpdateService(ContainerSpec.builder(BETTER).build(), null, null, true));

    until(state -> state.state() == RolloutState.PAUSED);
    assertThat(live()).extracting(one -> one.spec().image()).containsOnly(GOOD);
    services.update(caller, Target.of("web"), new UpdateService(null, null, null, false));

    until(complete(2));
  }

  @Test
  void replacesAReplicaThatIsLost() {
    create(GOOD, 1);
    until(complete(1));
    ContainerResource lost = live().getFirst();

    report(Fleet.reports(lost.id()).removed(++sequence));
    gone.add(lost.id());

    until(state -> complete(1).test(state) && !live().isEmpty());
    assertThat(live()).extracting(ContainerResource::id).doesNotContain(lost.id());
  }

  @Test
  void refusesAVersionThatIsNoLongerTheCurrentOne() {
    ServiceResource made = create(GOOD, 0);

    scale(0);

    assertRefused(
        ErrorCode.PRECONDITION_FAILED,
        () ->
            services.update(
                caller, new Target("web", made.version()), new UpdateService(null, 1, null, null)));
  }

  private ServiceResource create(String image, int replicas) {
    return services.create(
        caller,
        new CreateService(
            "web",
            new ServiceSpec(
                ContainerSpec.builder(image).build(), node.name(), replicas, rollout(null))));
  }

  private void change(String image, @Nullable Duration deadline) {
    services.update(
        caller,
        Target.of("web"),
        new UpdateService(ContainerSpec.builder(image).build(), null, rollout(deadline), null));
  }

  private static RolloutSpec rollout(@Nullable Duration deadline) {
    return new RolloutSpec(0, 1, Duration.ZERO, deadline, null);
  }

  private void scale(int replicas) {
    services.update(caller, Target.of("web"), new UpdateService(null, replicas, null, null));
  }

  private static Predicate<Status> complete(int revision) {
    return status -> status.state() == RolloutState.COMPLETE && status.revision() == revision;
  }

  /** Lets the node do what it is told until the service is as wanted. */
  private Status until(Predicate<Status> wanted) {
    return become(
        () -> {
          work();
          return services.get(caller, "web").status();
        },
        wanted);
  }

  /** Starts, removes and, if it is broken, lets end what the node is told. */
  private void work() {
    fleet.alive(node);
    for (ContainerResource container : all()) {
      if (gone.contains(container.id()) || container.goal() == told.get(container.id())) {
        continue;
      }
      told.put(container.id(), container.goal());
      if (container.goal() == Goal.REMOVED) {
        gone.add(container.id());
        report(Fleet.reports(container.id()).removed(++sequence));
      } else if (container.spec().image().equals(BROKEN)) {
        report(
            Fleet.reports(container.id()).exit(++sequence, 1, 1),
            Fleet.reports(container.id()).ended(++sequence, 2));
      } else {
        report(Fleet.reports(container.id()).launched(++sequence, 2));
      }
    }
  }

  private void report(Report... reports) {
    fleet.report(node, "e", reports);
  }

  private List<ContainerResource> all() {
    return containers.list(caller, ContainerFilter.ALL, new PageRequest(100, null)).items().stream()
        .filter(container -> node.name().equals(container.node()))
        .toList();
  }

  private List<ContainerResource> live() {
    return all().stream().filter(container -> container.goal() == Goal.RUNNING).toList();
  }
}
