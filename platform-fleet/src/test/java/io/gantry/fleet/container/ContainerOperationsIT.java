package io.gantry.fleet.container;

import static io.gantry.fleet.testing.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerState;
import io.gantry.api.container.Resources;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.Assignment.Goal;
import io.gantry.api.node.Enrolment.Enrolled;
import io.gantry.api.resource.AuditChange;
import io.gantry.api.resource.AuditFilter;
import io.gantry.api.resource.AuditResource;
import io.gantry.api.resource.ContainerResource;
import io.gantry.api.resource.KillRequest;
import io.gantry.api.resource.PageRequest;
import io.gantry.api.resource.StopRequest;
import io.gantry.api.resource.UpdateContainer;
import io.gantry.fleet.audit.AuditService;
import io.gantry.fleet.testing.Fleet;
import io.gantry.fleet.testing.FleetTest;
import io.gantry.fleet.testing.Together;
import io.gantry.security.Caller;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@FleetTest
class ContainerOperationsIT {
  private static final StopRequest STOP = new StopRequest(null);

  private final Fleet fleet;
  private final ContainerService containers;
  private final ContainerOperations operations;
  private final AuditService audit;

  private Caller caller;
  private Enrolled node;
  private ContainerResource container;
  private Target target;

  @Autowired
  ContainerOperationsIT(
      Fleet fleet,
      ContainerService containers,
      ContainerOperations operations,
      AuditService audit) {
    this.fleet = fleet;
    this.containers = containers;
    this.operations = operations;
    this.audit = audit;
  }

  @BeforeEach
  void makeAContainer() {
    caller = fleet.tenant();
    node = fleet.node();
    container = fleet.container(caller, node);
    target = Target.of(container.name());
  }

  @Test
  void startsOnceForManyAskingWhileItIsPending() {
    ContainerResource first = operations.start(caller, target);
    ContainerResource second = operations.start(caller, target);

    assertThat(first.goal()).isEqualTo(Goal.RUNNING);
    assertThat(second.version()).isEqualTo(first.version());
  }

  @Test
  void startsAnewAfterTheRunHasEnded() {
    ContainerResource first = operations.start(caller, target);
    report(ContainerState.EXITED);

    ContainerResource second = operations.start(caller, target);

    assertThat(second.version()).isGreaterThan(first.version());
  }

  @Test
  void takesStoppingAStoppedContainerForSuccess() {
    operations.start(caller, target);
    ContainerResource first = operations.stop(caller, target, STOP);

    ContainerResource second = operations.stop(caller, target, STOP);

    assertThat(second.goal()).isEqualTo(Goal.STOPPED);
    assertThat(second.version()).isEqualTo(first.version());
  }

  @Test
  void refusesASignalToWhatDoesNotRun() {
    GantryException refusal =
        assertRefused(
            ErrorCode.STATE_INVALID,
            () -> operations.kill(caller, target, new KillRequest("SIGHUP")));

    assertThat(refusal.state()).isEqualTo("pending");
  }

  @Test
  void refusesWhatIsNoSignal() {
    operations.start(caller, target);

    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        () -> operations.kill(caller, target, new KillRequest("rm -rf")));
  }

  @Test
  void pausesAndUnpausesWhatRuns() {
    operations.start(caller, target);
    report(ContainerState.RUNNING);

    assertThat(operations.pause(caller, target).goal()).isEqualTo(Goal.PAUSED);
    assertRefused(ErrorCode.STATE_INVALID, () -> operations.start(caller, target));
    assertThat(operations.unpause(caller, target).goal()).isEqualTo(Goal.RUNNING);
  }

  @Test
  void removesWhatRunsOnlyByForce() {
    operations.start(caller, target);
    report(ContainerState.RUNNING);

    assertRefused(
        ErrorCode.STATE_INVALID,
        () -> operations.remove(caller, target, new Removal(false, false, null)));
    assertThat(operations.remove(caller, target, new Removal(true, false, null)).goal())
        .isEqualTo(Goal.REMOVED);
    assertRefused(ErrorCode.STATE_INVALID, () -> operations.start(caller, target));
  }

  @Test
  void refusesAnOldVersionAndNamesTheCurrentOne() {
    operations.start(caller, target);

    GantryException refusal =
        assertRefused(
            ErrorCode.PRECONDITION_FAILED,
            () -> operations.stop(caller, new Target(container.name(), container.version()), STOP));

    assertThat(refusal.state()).isEqualTo("version 1");
  }

  @Test
  void losesNoUpdateOfManyWriters() throws Exception {
    Together.run(64, number -> () -> addLabel("label-" + number));

    ContainerResource result = containers.get(caller, container.name());

    assertThat(result.spec().labels()).hasSize(64);
    assertThat(result.version()).isEqualTo(container.version() + 64);
  }

  /** Reads, adds and writes until nobody was faster. */
  private boolean addLabel(String label) {
    while (true) {
      ContainerResource seen = containers.get(caller, container.name());
      Map<String, String> labels = new HashMap<>(seen.spec().labels());
      labels.put(label, "");
      try {
        operations.update(
            caller,
            new Target(container.name(), seen.version()),
            new UpdateContainer(labels, null, null, null));
        return true;
      } catch (GantryException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.PRECONDITION_FAILED);
      }
    }
  }

  @Test
  void keepsTheRoomOfTheNodeInStepWithUpdates() {
    Resources large = new Resources(60L << 30, null, null, null, null, null, null, null);
    operations.update(caller, target, new UpdateContainer(null, null, large, null));

    assertRefused(
        ErrorCode.NO_PLACEMENT,
        () ->
            containers.create(
                caller,
                new io.gantry.api.resource.CreateContainer(
                    io.gantry.api.container.ContainerSpec.builder("busybox")
                        .resources(large)
                        .build(),
                    false,
                    node.name())));
  }

  @Test
  void notesEachWishInTheAuditLogAlsoOneThatChangedNothing() {
    operations.start(caller, target);
    operations.start(caller, target);
    operations.stop(caller, target, STOP);

    List<AuditResource> entries = audit.list(caller, AuditFilter.ALL, PageRequest.FIRST).items();

    assertThat(entries)
        .extracting(AuditResource::action)
        .containsExactly(
            "container:stop", "container:start", "container:start", "container:create");
    assertThat(entries.get(1).detail()).isEqualTo("was so already");
    assertThat(entries.get(1).changes()).isEmpty();
    assertThat(entries.getFirst().changes())
        .contains(new AuditChange("goal", "RUNNING", "STOPPED"));
    assertThat(entries)
        .allSatisfy(entry -> assertThat(entry.object()).isEqualTo("container " + container.id()));
  }

  private void report(ContainerState state) {
    fleet.report(node, "e", Fleet.reports(container.id()).status(1, state, 1));
  }
}
