package io.gantry.agent.reconcile;

import io.gantry.agent.assignment.Assigned;
import io.gantry.agent.assignment.AssignmentStore;
import io.gantry.agent.assignment.Progress;
import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Carries one decision out. Acts that must not happen twice are stored before as begun and after as
 * done, so that a crash between leaves a trace.
 */
final class Act {
  private final AssignmentStore store;
  private final Containers containers;
  private final Ceiling ceiling;

  Act(AssignmentStore store, Containers containers, Ceiling ceiling) {
    this.store = store;
    this.containers = containers;
    this.ceiling = ceiling;
  }

  /**
   * Returns whether this was the last act.
   *
   * @throws GantryException if the act failed
   */
  boolean carryOut(Assigned assigned, Decision decision) {
    ContainerId id = assigned.container();
    switch (decision) {
      case Decision.Create() -> create(assigned);
      case Decision.Start start -> {
        requireAllowed(assigned);
        launch(id, start.launch(), () -> containers.start(id, start.requestedBy()));
      }
      case Decision.Restart again -> {
        requireAllowed(assigned);
        launch(
            id, again.launch(), () -> containers.restart(id, again.timeout(), again.requestedBy()));
      }
      case Decision.PassLaunch pass -> save(id, progress -> progress.finishLaunch(pass.launch()));
      case Decision.Stop stop -> stop(assigned, stop);
      case Decision.Pause() -> containers.pause(id);
      case Decision.Unpause() -> containers.unpause(id);
      case Decision.Kill kill -> kill(id, kill);
      case Decision.PassKill pass -> save(id, progress -> progress.finishKill(pass.number()));
      case Decision.Update update -> containers.update(id, update.spec());
      case Decision.Remove remove -> containers.remove(id, remove);
      case Decision.Reached() -> {
        return reached(assigned);
      }
      case Decision.Gone() -> {
        return gone(assigned);
      }
      case Decision.Forget() -> {
        store.forget(id);
        containers.forget(assigned.assignment());
        return true;
      }
      case Decision.Refuse refuse -> throw GantryException.of(refuse.code(), refuse.message());
    }
    return false;
  }

  private void create(Assigned assigned) {
    requireAllowed(assigned);
    containers.create(assigned.assignment());
    save(assigned.container(), Progress::withCreated);
  }

  private void requireAllowed(Assigned assigned) {
    List<String> denied = ceiling.denied(assigned.assignment().spec());
    if (!denied.isEmpty()) {
      throw GantryException.of(
          ErrorCode.POLICY_DENIED,
          "the ceiling of this node does not allow "
              + String.join(", ", denied)
              + ": leave it out, or have the node's owner allow it in ceiling.json");
    }
  }

  private void launch(ContainerId id, long number, Runnable start) {
    long run = currentRun(id);
    save(id, progress -> progress.beginLaunch(number, run));
    try {
      start.run();
    } catch (GantryException e) {
      // A failure that may pass is tried again, so the launch is still due; any other was acted on.
      boolean again = e.code().retryable();
      save(id, progress -> again ? progress.giveBackLaunch() : progress.finishLaunch(number));
      throw e;
    }
    save(id, progress -> progress.finishLaunch(number));
  }

  private void kill(ContainerId id, Decision.Kill kill) {
    long run = currentRun(id);
    save(id, progress -> progress.beginKill(kill.number(), run));
    try {
      containers.kill(id, kill.signal(), kill.requestedBy());
    } finally {
      // A signal that could not be sent is not sent later: it was meant for that moment.
      save(id, progress -> progress.finishKill(kill.number()));
    }
  }

  private long currentRun(ContainerId id) {
    return containers.observe(id).map(Observed::run).orElse(0L);
  }

  private void stop(Assigned assigned, Decision.Stop stop) {
    containers.stop(assigned.container(), stop.timeout(), stop.requestedBy());
    save(assigned.container(), progress -> progress.reached(assigned.assignment().generation()));
  }

  private boolean reached(Assigned assigned) {
    save(assigned.container(), progress -> progress.reached(assigned.assignment().generation()));
    return report(assigned.container());
  }

  private boolean gone(Assigned assigned) {
    ContainerId id = assigned.container();
    Progress before = assigned.progress();
    save(id, progress -> progress.reached(assigned.assignment().generation()).withRemoved());
    containers.forget(assigned.assignment());
    // The engine tells of what it removed itself, in the same transaction.
    boolean told = before.created() && !before.removed();
    return told || report(id);
  }

  private boolean report(ContainerId id) {
    store.find(id).ifPresent(containers::report);
    return true;
  }

  private void save(ContainerId id, UnaryOperator<Progress> step) {
    var unused = store.advance(id, step);
  }
}
