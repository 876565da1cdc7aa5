package io.gantry.agent.reconcile;

import static io.gantry.agent.assignment.Assignments.goal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.gantry.agent.assignment.Assigned;
import io.gantry.agent.assignment.Assignments;
import io.gantry.agent.assignment.Progress;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.RestartPolicy;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.node.Assignment;
import io.gantry.api.node.Assignment.Goal;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class DecideTest {
  private static final ContainerSpec SPEC = ContainerSpec.builder("busybox").build();
  private static final Progress LAUNCHED = Progress.NONE.withCreated().finishLaunch(1);

  private static Decision decide(
      Assignments assignment, Progress progress, ContainerState state, long run) {
    return decide(assignment, progress, new Observed(state, run, false, SPEC));
  }

  private static Decision decide(Assignments assignment, Progress progress, Observed observed) {
    return Decide.next(
        new Assigned(assignment.build(), true, progress), Optional.ofNullable(observed));
  }

  private static Decision absent(Assignments assignment, Progress progress) {
    return Decide.next(new Assigned(assignment.build(), true, progress), Optional.empty());
  }

  static Stream<Arguments> settled() {
    return Stream.of(
        arguments(Goal.CREATED, ContainerState.CONFIGURED, Decision.Reached.class),
        arguments(Goal.CREATED, ContainerState.EXITED, Decision.Reached.class),
        arguments(Goal.RUNNING, ContainerState.RUNNING, Decision.Reached.class),
        arguments(Goal.RUNNING, ContainerState.PAUSED, Decision.Unpause.class),
        arguments(Goal.RUNNING, ContainerState.STOPPED, Decision.Reached.class),
        arguments(Goal.RUNNING, ContainerState.EXITED, Decision.Reached.class),
        arguments(Goal.RUNNING, ContainerState.CONFIGURED, Decision.Reached.class),
        arguments(Goal.PAUSED, ContainerState.RUNNING, Decision.Pause.class),
        arguments(Goal.PAUSED, ContainerState.PAUSED, Decision.Reached.class),
        arguments(Goal.PAUSED, ContainerState.EXITED, Decision.Refuse.class),
        arguments(Goal.STOPPED, ContainerState.RUNNING, Decision.Stop.class),
        arguments(Goal.STOPPED, ContainerState.PAUSED, Decision.Unpause.class),
        arguments(Goal.STOPPED, ContainerState.STOPPING, Decision.Stop.class),
        arguments(Goal.STOPPED, ContainerState.CONFIGURED, Decision.Reached.class),
        arguments(Goal.STOPPED, ContainerState.EXITED, Decision.Stop.class),
        arguments(Goal.REMOVED, ContainerState.EXITED, Decision.Remove.class),
        arguments(Goal.REMOVED, ContainerState.CONFIGURED, Decision.Remove.class),
        arguments(Goal.REMOVED, ContainerState.REMOVING, Decision.Remove.class),
        arguments(Goal.REMOVED, ContainerState.RUNNING, Decision.Refuse.class));
  }

  @ParameterizedTest
  @MethodSource("settled")
  void comparesTheGoalWithTheState(
      Goal goal, ContainerState state, Class<? extends Decision> expected) {
    assertThat(decide(goal(goal).launch(1), LAUNCHED, state, 1)).isInstanceOf(expected);
  }

  @ParameterizedTest
  @EnumSource(
      value = ContainerState.class,
      names = {"CONFIGURED", "CREATED", "STOPPED", "EXITED"})
  void startsForANewLaunch(ContainerState state) {
    assertThat(decide(goal(Goal.RUNNING).launch(2), LAUNCHED, state, 1))
        .isEqualTo(new Decision.Start(2, "ann"));
  }

  @Test
  void doesNotRepeatALaunchOfAnEndedContainer() {
    assertThat(decide(goal(Goal.RUNNING).launch(1), LAUNCHED, ContainerState.EXITED, 1))
        .isEqualTo(new Decision.Reached());
  }

  @Test
  void takesALaunchOfARunningContainerForDone() {
    assertThat(decide(goal(Goal.RUNNING).launch(2), LAUNCHED, ContainerState.RUNNING, 1))
        .isEqualTo(new Decision.PassLaunch(2));
  }

  @Test
  void restartsARunningContainerIfTheLaunchSaysSo() {
    assertThat(decide(goal(Goal.RUNNING).restart(2), LAUNCHED, ContainerState.RUNNING, 1))
        .isEqualTo(new Decision.Restart(2, null, "ann"));
  }

  @Test
  void doesNotStartTwiceWhatStartedBeforeACrash() {
    Progress begun = LAUNCHED.beginLaunch(2, 1);

    assertThat(decide(goal(Goal.RUNNING).launch(2), begun, ContainerState.EXITED, 2))
        .isEqualTo(new Decision.PassLaunch(2));
  }

  @Test
  void startsWhatDidNotStartBeforeACrash() {
    Progress begun = LAUNCHED.beginLaunch(2, 1);

    assertThat(decide(goal(Goal.RUNNING).launch(2), begun, ContainerState.EXITED, 1))
        .isEqualTo(new Decision.Start(2, "ann"));
  }

  @Test
  void leavesOutALaunchThatAStopOvertook() {
    assertThat(decide(goal(Goal.STOPPED).launch(2), LAUNCHED, ContainerState.EXITED, 1))
        .isEqualTo(new Decision.PassLaunch(2));
  }

  @Test
  void startsBeforeItPauses() {
    assertThat(decide(goal(Goal.PAUSED).launch(2), LAUNCHED, ContainerState.EXITED, 1))
        .isEqualTo(new Decision.Start(2, "ann"));
  }

  @Test
  void stopsAPendingRestart() {
    Observed waiting = new Observed(ContainerState.EXITED, 1, true, SPEC);

    assertThat(decide(goal(Goal.STOPPED).launch(1), LAUNCHED.reached(1), waiting))
        .isEqualTo(new Decision.Stop(null, "ann"));
  }

  @Test
  void tellsTheEngineOnceThatAnEndedContainerIsToStayStopped() {
    assertThat(decide(goal(Goal.STOPPED).launch(1), LAUNCHED.reached(1), ContainerState.EXITED, 1))
        .isEqualTo(new Decision.Reached());
  }

  @Test
  void sendsASignalOnce() {
    Assignments assignment = goal(Goal.RUNNING).launch(1).kill(1);

    assertThat(decide(assignment, LAUNCHED, ContainerState.RUNNING, 1))
        .isEqualTo(new Decision.Kill(1, "HUP", "ann"));
    assertThat(decide(assignment, LAUNCHED.finishKill(1), ContainerState.RUNNING, 1))
        .isEqualTo(new Decision.Reached());
  }

  @Test
  void sendsNoSignalToALaterRun() {
    Progress begun = LAUNCHED.beginKill(1, 1);

    assertThat(decide(goal(Goal.RUNNING).launch(1).kill(1), begun, ContainerState.RUNNING, 2))
        .isEqualTo(new Decision.PassKill(1));
  }

  @Test
  void sendsASignalBeforeItRestarts() {
    assertThat(decide(goal(Goal.RUNNING).restart(2).kill(1), LAUNCHED, ContainerState.RUNNING, 1))
        .isEqualTo(new Decision.Kill(1, "HUP", "ann"));
  }

  @Test
  void sendsASignalToTheRunOfTheLaunchThatCameWithIt() {
    Assignments assignment = goal(Goal.RUNNING).launch(1).kill(1);
    Progress created = Progress.NONE.withCreated();

    assertThat(decide(assignment, created, ContainerState.CONFIGURED, 0))
        .isEqualTo(new Decision.Start(1, "ann"));
    assertThat(decide(assignment, LAUNCHED, ContainerState.RUNNING, 1))
        .isEqualTo(new Decision.Kill(1, "HUP", "ann"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Goal.class,
      names = {"CREATED", "RUNNING", "PAUSED", "STOPPED"})
  void createsWhatIsAbsent(Goal goal) {
    assertThat(absent(goal(goal), Progress.NONE)).isEqualTo(new Decision.Create());
  }

  @Test
  void removesForCertainWhatIsAbsentAlready() {
    assertThat(absent(goal(Goal.REMOVED), LAUNCHED)).isEqualTo(new Decision.Gone());
  }

  @Test
  void removesByForceWhatRuns() {
    assertThat(decide(goal(Goal.REMOVED).force(), LAUNCHED, ContainerState.RUNNING, 1))
        .isEqualTo(new Decision.Remove(true, false, null, "ann"));
  }

  @Test
  void doesNotMakeAnewWhatRemovedItself() {
    ContainerSpec spec = SPEC.toBuilder().autoRemove(true).build();

    assertThat(absent(goal(Goal.RUNNING).launch(1).spec(spec), LAUNCHED))
        .isEqualTo(new Decision.Gone());
  }

  @Test
  void bringsChangedLimitsAndPoliciesToTheEngine() {
    ContainerSpec changed =
        SPEC.toBuilder().restart(new RestartPolicy(RestartPolicy.Kind.ALWAYS, 0)).build();

    assertThat(
            decide(goal(Goal.RUNNING).launch(1).spec(changed), LAUNCHED, ContainerState.RUNNING, 1))
        .isEqualTo(new Decision.Update(changed));
  }

  @Test
  void removesWhatIsNoLongerWantedAndForgetsItThen() {
    Assignment assignment = goal(Goal.RUNNING).launch(1).build();
    Assigned unwanted = new Assigned(assignment, false, LAUNCHED);

    assertThat(
            Decide.next(
                unwanted, Optional.of(new Observed(ContainerState.RUNNING, 1, false, SPEC))))
        .isEqualTo(new Decision.Remove(true, false, null, "ann"));
    assertThat(Decide.next(unwanted, Optional.empty())).isEqualTo(new Decision.Forget());
  }

  @Test
  void saysWhyARunningContainerIsNotRemovedWithoutForce() {
    assertThat(decide(goal(Goal.REMOVED), LAUNCHED, ContainerState.RUNNING, 1))
        .isInstanceOfSatisfying(
            Decision.Refuse.class,
            refuse -> {
              assertThat(refuse.code()).isEqualTo(ErrorCode.STATE_INVALID);
              assertThat(refuse.message()).contains("running", "force");
            });
  }
}
