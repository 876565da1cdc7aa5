package io.gantry.fleet.container;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.ContainerState;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.Assignment.Goal;
import io.gantry.api.resource.ContainerResource;
import io.gantry.api.resource.KillRequest;
import io.gantry.api.resource.StopRequest;
import io.gantry.api.resource.UpdateContainer;
import io.gantry.fleet.quota.Quotas;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What users do to containers. Each operation states a wish, durable on return, which the node then
 * fulfils; asking for what is already so is success. All of them throw NO_SUCH_CONTAINER,
 * PRECONDITION_FAILED if the container has another version than expected, and STATE_INVALID.
 */
@Service
public class ContainerOperations {
  private final ContainerChange change;
  private final Admission admission;
  private final SpecUpdate specUpdate;
  private final Quotas quotas;

  ContainerOperations(
      ContainerChange change, Admission admission, SpecUpdate specUpdate, Quotas quotas) {
    this.change = change;
    this.admission = admission;
    this.specUpdate = specUpdate;
    this.quotas = quotas;
  }

  @Requires(Permission.CONTAINER_START)
  @Transactional
  public ContainerResource start(Caller caller, Target target) {
    return change.apply(
        caller,
        target,
        Permission.CONTAINER_START,
        now -> {
          now.refuseIf(now.goal() == Goal.PAUSED, "is paused: unpause it");
          if (now.goal() == Goal.RUNNING && (now.launchPending() || now.isActive())) {
            return false;
          }
          now.container().launch(false, null, now.wish());
          return true;
        });
  }

  @Requires(Permission.CONTAINER_STOP)
  @Transactional
  public ContainerResource stop(Caller caller, Target target, StopRequest request) {
    return change.apply(
        caller,
        target,
        Permission.CONTAINER_STOP,
        now -> {
          if (now.goal() == Goal.STOPPED || now.goal() == Goal.CREATED) {
            return false;
          }
          now.container().stop(request.timeout(), now.wish());
          return true;
        });
  }

  @Requires(Permission.CONTAINER_RESTART)
  @Transactional
  public ContainerResource restart(Caller caller, Target target, StopRequest request) {
    return change.apply(
        caller,
        target,
        Permission.CONTAINER_RESTART,
        now -> {
          now.container().launch(true, request.timeout(), now.wish());
          return true;
        });
  }

  /** Sends a signal to the container's process, once. */
  @Requires(Permission.CONTAINER_KILL)
  @Transactional
  public ContainerResource kill(Caller caller, Target target, KillRequest request) {
    SignalName.require(request.signal());
    return change.apply(
        caller,
        target,
        Permission.CONTAINER_KILL,
        now -> {
          now.refuseIf(!now.runs(), "does not run: there is nothing to send a signal to");
          now.container().kill(request.signal(), now.wish());
          return true;
        });
  }

  @Requires(Permission.CONTAINER_PAUSE)
  @Transactional
  public ContainerResource pause(Caller caller, Target target) {
    return change.apply(
        caller,
        target,
        Permission.CONTAINER_PAUSE,
        now -> {
          if (now.goal() == Goal.PAUSED) {
            return false;
          }
          now.refuseIf(now.goal() != Goal.RUNNING || !now.runs(), "does not run: start it before");
          now.container().pause(now.wish());
          return true;
        });
  }

  @Requires(Permission.CONTAINER_PAUSE)
  @Transactional
  public ContainerResource unpause(Caller caller, Target target) {
    return change.apply(
        caller,
        target,
        Permission.CONTAINER_PAUSE,
        now -> {
          if (now.goal() == Goal.RUNNING && now.state() != ContainerState.PAUSED) {
            return false;
          }
          now.refuseIf(now.goal() != Goal.PAUSED, "is not paused");
          now.container().unpause(now.wish());
          return true;
        });
  }

  /**
   * Changes what may change in the life of a container.
   *
   * @throws GantryException POLICY_DENIED and QUOTA_EXCEEDED as for a new one
   */
  @Requires(Permission.CONTAINER_UPDATE)
  @Transactional
  public ContainerResource update(Caller caller, Target target, UpdateContainer request) {
    return quotas.keeping(caller.tenant(), () -> respecify(caller, target, request));
  }

  private ContainerResource respecify(Caller caller, Target target, UpdateContainer request) {
    return change.apply(
        caller,
        target,
        Permission.CONTAINER_UPDATE,
        now -> {
          ContainerSpec changed = specUpdate.apply(now.container().spec(), request);
          if (changed.equals(now.container().spec())) {
            return false;
          }
          admission.admit(caller.tenant(), changed);
          now.container().respecify(changed, now.wish());
          return true;
        });
  }

  /** Wants the container gone. It is listed until its node has removed it. */
  @Requires(Permission.CONTAINER_REMOVE)
  @Transactional
  public ContainerResource remove(Caller caller, Target target, Removal removal) {
    return change.applyToRemoved(
        caller,
        target,
        Permission.CONTAINER_REMOVE,
        now -> {
          boolean asked = now.goal() == Goal.REMOVED;
          if (asked && (!removal.force() || now.container().forceRemoval())) {
            return false;
          }
          if (!removal.force() && now.runs()) {
            throw GantryException.of(
                    ErrorCode.STATE_INVALID,
                    "container %s runs: stop it before, or remove it with force"
                        .formatted(now.container().name()))
                .about("container", now.container().getId())
                .in(now.word());
          }
          now.container().remove(removal.force(), removal.volumes(), removal.timeout(), now.wish());
          return true;
        });
  }
}
