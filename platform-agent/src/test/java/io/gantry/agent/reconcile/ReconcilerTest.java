package io.gantry.agent.reconcile;

import static io.gantry.agent.assignment.Assignments.goal;
import static io.gantry.agent.assignment.Assignments.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.agent.assignment.Assigned;
import io.gantry.agent.assignment.AssignmentStore;
import io.gantry.agent.assignment.Assignments;
import io.gantry.agent.assignment.Failed;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.SecuritySpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.Assignment.Goal;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReconcilerTest {
  private final FakeContainers containers = new FakeContainers();
  private AssignmentStore store;
  private Reconciler reconciler;

  @BeforeEach
  void open(@TempDir Path directory) {
    store = AssignmentStore.open(directory.resolve("agent.sqlite"));
    reconciler = new Reconciler(store, containers, Ceiling.CLOSED);
  }

  @AfterEach
  void close() {
    reconciler.close();
    store.close();
  }

  private void assign(Assignments assignment) {
    store.change(List.of(assignment.build()), 1);
    reconciler.reconcile(id(1));
  }

  private Assigned lastReport() {
    return containers.reports.getLast();
  }

  private Failed lastFailure() {
    return Objects.requireNonNull(lastReport().progress().failure(), "no failure");
  }

  @Test
  void createsAndStartsAndReportsWhatItReached() {
    assign(goal(Goal.RUNNING).launch(1).generation(4));

    assertThat(containers.acts).containsExactly("create", "start");
    assertThat(lastReport().progress().generation()).isEqualTo(4);
    assertThat(lastReport().progress().launch().acted()).isEqualTo(1);
    assertThat(lastReport().progress().failure()).isNull();
  }

  @Test
  void doesNothingTwiceWhenItSeesAnAssignmentTwice() {
    assign(goal(Goal.RUNNING).launch(1).kill(1));
    containers.put(id(1), ContainerState.EXITED, 1, ContainerSpec.builder("busybox").build());

    assign(goal(Goal.RUNNING).launch(1).kill(1));

    assertThat(containers.acts).containsExactly("create", "start", "kill HUP");
  }

  @Test
  void triesALaunchAgainThatFailedForNow() {
    assign(goal(Goal.CREATED));
    containers.nextFailure = GantryException.of(ErrorCode.PORT_IN_USE, "port 80 is taken");
    assign(goal(Goal.RUNNING).launch(1).generation(2));
    assertThat(lastFailure().code()).isEqualTo(ErrorCode.PORT_IN_USE);

    reconciler.reconcile(id(1));

    assertThat(containers.acts).containsExactly("create", "start");
    assertThat(lastReport().progress().failure()).isNull();
  }

  @Test
  void restsAfterAFinalFailureUntilTheAssignmentChanges() {
    assign(goal(Goal.CREATED));
    containers.nextFailure = GantryException.of(ErrorCode.RUNTIME_NOT_FOUND, "no such command");
    assign(goal(Goal.RUNNING).launch(1).generation(2));
    reconciler.reconcile(id(1));
    assertThat(containers.acts).containsExactly("create");

    assign(goal(Goal.RUNNING).launch(2).generation(3));

    assertThat(containers.acts).containsExactly("create", "start");
  }

  @Test
  void countsALaunchThatFailedForGoodAsActedOn() {
    assign(goal(Goal.CREATED));
    containers.nextFailure = GantryException.of(ErrorCode.RUNTIME_NOT_FOUND, "no such command");

    assign(goal(Goal.RUNNING).launch(1).generation(2));

    assertThat(lastReport().progress().launch().isDue(1)).isFalse();
  }

  @Test
  void keepsToTheCeilingWhateverIsAssigned() {
    ContainerSpec privileged =
        ContainerSpec.builder("busybox")
            .security(
                new SecuritySpec(
                    true, null, null, false, false, null, null, null, null, false, false))
            .build();

    assign(goal(Goal.RUNNING).launch(1).spec(privileged));

    assertThat(containers.acts).isEmpty();
    assertThat(lastFailure().code()).isEqualTo(ErrorCode.POLICY_DENIED);
    assertThat(lastFailure().message()).contains("security.privileged");
  }

  @Test
  void removesAndForgetsWhatIsGone() {
    assign(goal(Goal.RUNNING).launch(1));
    assign(goal(Goal.REMOVED).force().launch(1).generation(2));
    assertThat(store.find(id(1)).orElseThrow().progress().removed()).isTrue();

    store.gone(id(1), 3);
    reconciler.reconcile(id(1));

    assertThat(containers.acts).containsExactly("create", "start", "remove");
    assertThat(containers.forgotten).containsOnly(id(1));
    assertThat(store.containers()).isEmpty();
  }

  @Test
  void reportsTheRemovalOfWhatTheEngineNeverHad() {
    assign(goal(Goal.REMOVED));

    assertThat(lastReport().progress().removed()).isTrue();
  }

  @Test
  void reportsADefectInsteadOfEndingInSilence() {
    containers.nextFailure = GantryException.of(ErrorCode.INTERNAL, "planted");

    assign(goal(Goal.RUNNING).launch(1));

    assertThat(lastFailure().code()).isEqualTo(ErrorCode.INTERNAL);
  }
}
