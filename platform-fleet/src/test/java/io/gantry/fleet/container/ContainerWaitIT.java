package io.gantry.fleet.container;

import static io.gantry.fleet.testing.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerState;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.Enrolment.Enrolled;
import io.gantry.api.resource.ContainerResource;
import io.gantry.fleet.testing.Fleet;
import io.gantry.fleet.testing.FleetTest;
import io.gantry.fleet.testing.Reports;
import io.gantry.security.Caller;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@FleetTest
class ContainerWaitIT {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final Fleet fleet;
  private final ContainerWait waits;
  private final ContainerOperations operations;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  private Caller caller;
  private Enrolled node;
  private ContainerResource container;
  private Reports reports;

  @Autowired
  ContainerWaitIT(Fleet fleet, ContainerWait waits, ContainerOperations operations) {
    this.fleet = fleet;
    this.waits = waits;
    this.operations = operations;
  }

  @BeforeEach
  void startAContainer() {
    caller = fleet.tenant();
    node = fleet.node();
    container = fleet.started(caller, node);
    reports = Fleet.reports(container.id());
  }

  @AfterEach
  void endTheWaits() {
    executor.close();
  }

  @Test
  void answersAsSoonAsTheExitIsInTheLedger() throws Exception {
    Future<ExitRecord> exit =
        executor.submit(() -> waits.untilExited(caller, container.name(), null, LONG));

    fleet.report(node, "e", reports.status(1, ContainerState.RUNNING, 1));
    fleet.report(node, "e", reports.exit(2, 1, 42));

    assertThat(exit.get().code()).isEqualTo(42);
  }

  @Test
  void answersAtOnceWhenTheRunHasEnded() throws Exception {
    fleet.report(node, "e", reports.exit(1, 1, 42), reports.status(2, ContainerState.EXITED, 1));

    assertThat(waits.untilExited(caller, container.name(), null, LONG).code()).isEqualTo(42);
  }

  @Test
  void waitsForTheRunThatWasAskedForNotForTheOneBefore() throws Exception {
    fleet.report(node, "e", reports.exit(1, 1, 1), reports.status(2, ContainerState.EXITED, 1));
    operations.start(caller, Target.of(container.name()));

    Future<ExitRecord> exit =
        executor.submit(() -> waits.untilExited(caller, container.name(), null, LONG));
    fleet.report(node, "e", reports.exit(3, 2, 2));

    assertThat(exit.get().run()).isEqualTo(2);
  }

  @Test
  void answersWhenTheContainerRuns() throws Exception {
    Future<ContainerResource> running =
        executor.submit(() -> waits.untilRunning(caller, container.name(), LONG));

    fleet.report(node, "e", reports.status(1, ContainerState.RUNNING, 1));

    assertThat(running.get().status().run()).isEqualTo(1);
  }

  @Test
  void answersARemovalWithTheLastExit() throws Exception {
    Future<Optional<ExitRecord>> removed =
        executor.submit(() -> waits.untilRemoved(caller, container.name(), LONG));

    fleet.report(node, "e", reports.exit(1, 1, 9), reports.removed(2));

    assertThat(removed.get()).hasValueSatisfying(exit -> assertThat(exit.code()).isEqualTo(9));
  }

  @Test
  void saysThatTheContainerWentWithoutTheRun() {
    Future<ExitRecord> exit =
        executor.submit(() -> waits.untilExited(caller, container.name(), 1L, LONG));

    fleet.report(node, "e", reports.removed(1));

    assertThatThrownBy(exit::get)
        .cause()
        .isInstanceOfSatisfying(
            GantryException.class,
            e -> assertThat(e.code()).isIn(ErrorCode.REMOVED, ErrorCode.NO_SUCH_CONTAINER));
  }

  @Test
  void givesUpWhenTheTimeIsOver() {
    assertRefused(
        ErrorCode.TIMEOUT,
        () -> waits.untilExited(caller, container.name(), 1L, Duration.ofMillis(50)));
  }
}
