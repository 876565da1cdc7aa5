package io.gantry.agent.reconcile;

import io.gantry.agent.assignment.Assigned;
import io.gantry.agent.assignment.Progress;
import io.gantry.api.container.ContainerState;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.node.Assignment;
import io.gantry.api.node.Assignment.Goal;
import io.gantry.api.node.Assignment.Kill;
import io.gantry.api.node.Assignment.Launch;
import java.util.Optional;

/**
 * Compares one assignment with its container. A pure function: the same two give the same act, and
 * carrying the acts out one after the other ends in {@link Decision.Reached}, {@link
 * Decision.Gone}, {@link Decision.Forget} or {@link Decision.Refuse}.
 */
final class Decide {
  private Decide() {}

  static Decision next(Assigned assigned, Optional<Observed> observed) {
    if (!assigned.wanted()) {
      return observed.isPresent()
          ? new Decision.Remove(true, false, null, assigned.assignment().requestedBy())
          : new Decision.Forget();
    }
    return observed.isPresent()
        ? present(assigned.assignment(), assigned.progress(), observed.get())
        : absent(assigned.assignment(), assigned.progress());
  }

  private static Decision absent(Assignment assignment, Progress progress) {
    boolean removedItself = progress.created() && assignment.spec().autoRemove();
    if (assignment.goal() == Goal.REMOVED || removedItself) {
      return new Decision.Gone();
    }
    return new Decision.Create();
  }

  private static Decision present(Assignment assignment, Progress progress, Observed observed) {
    if (assignment.goal() == Goal.REMOVED) {
      return remove(assignment, observed);
    }
    if (Changes.differ(assignment.spec(), observed.spec())) {
      return new Decision.Update(assignment.spec());
    }
    Kill kill = assignment.kill();
    if (kill != null && progress.kill().isDue(kill.number()) && observed.state().isActive()) {
      return kill(kill, progress, observed);
    }
    Launch launch = assignment.launch();
    if (launch != null && progress.launch().isDue(launch.number())) {
      return launch(launch, assignment, progress, observed);
    }
    if (kill != null && progress.kill().isDue(kill.number())) {
      return new Decision.PassKill(kill.number());
    }
    return goal(assignment, progress, observed);
  }

  private static Decision remove(Assignment assignment, Observed observed) {
    if (observed.state().isActive() && !assignment.force()) {
      return new Decision.Refuse(
          ErrorCode.STATE_INVALID,
          "a container that is "
              + observed.state().displayName()
              + " is removed by force only: stop it first or remove it with force");
    }
    return new Decision.Remove(
        assignment.force(),
        assignment.removeVolumes(),
        assignment.stopTimeout(),
        assignment.requestedBy());
  }

  private static Decision kill(Kill kill, Progress progress, Observed observed) {
    boolean sentToAnEarlierRun =
        progress.kill().isBegun(kill.number()) && progress.kill().run() != observed.run();
    return sentToAnEarlierRun
        ? new Decision.PassKill(kill.number())
        : new Decision.Kill(kill.number(), kill.signal(), kill.requestedBy());
  }

  private static Decision launch(
      Launch launch, Assignment assignment, Progress progress, Observed observed) {
    boolean happened =
        progress.launch().isBegun(launch.number()) && observed.run() > progress.launch().run();
    boolean overtaken = assignment.goal() == Goal.STOPPED || assignment.goal() == Goal.CREATED;
    if (happened || overtaken) {
      return new Decision.PassLaunch(launch.number());
    }
    if (observed.state() == ContainerState.PAUSED && launch.restart()) {
      return new Decision.Unpause();
    }
    if (observed.state() == ContainerState.RUNNING && launch.restart()) {
      return new Decision.Restart(launch.number(), assignment.stopTimeout(), launch.requestedBy());
    }
    return switch (observed.state()) {
      case RUNNING, PAUSED -> new Decision.PassLaunch(launch.number());
      case STOPPING -> new Decision.Stop(assignment.stopTimeout(), assignment.requestedBy());
      case UNKNOWN, CONFIGURED, CREATED, STOPPED, EXITED, REMOVING ->
          new Decision.Start(launch.number(), launch.requestedBy());
    };
  }

  private static Decision goal(Assignment assignment, Progress progress, Observed observed) {
    return switch (assignment.goal()) {
      case CREATED -> new Decision.Reached();
      case RUNNING ->
          observed.state() == ContainerState.PAUSED
              ? new Decision.Unpause()
              : new Decision.Reached();
      case PAUSED -> paused(observed);
      case STOPPED -> stopped(assignment, progress, observed);
      case REMOVED -> remove(assignment, observed);
    };
  }

  private static Decision paused(Observed observed) {
    return switch (observed.state()) {
      case PAUSED -> new Decision.Reached();
      case RUNNING -> new Decision.Pause();
      case UNKNOWN, CONFIGURED, CREATED, STOPPED, EXITED, REMOVING, STOPPING ->
          new Decision.Refuse(
              ErrorCode.STATE_INVALID,
              "a container that is "
                  + observed.state().displayName()
                  + " cannot be paused: start it first");
    };
  }

  private static Decision stopped(Assignment assignment, Progress progress, Observed observed) {
    if (observed.state() == ContainerState.PAUSED) {
      // A frozen process takes no signal.
      return new Decision.Unpause();
    }
    // Stopping what ended by itself tells the engine that somebody wants it to stay so: its restart
    // policy rests, after a reboot too. Once per generation is enough.
    boolean ended =
        observed.state() == ContainerState.EXITED || observed.state() == ContainerState.STOPPED;
    boolean untold = ended && progress.generation() < assignment.generation();
    boolean runs = observed.state().isActive();
    if (runs || observed.restartPending() || untold) {
      return new Decision.Stop(assignment.stopTimeout(), assignment.requestedBy());
    }
    return new Decision.Reached();
  }
}
