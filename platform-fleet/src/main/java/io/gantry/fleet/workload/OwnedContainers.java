package io.gantry.fleet.workload;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.resource.CreateContainer;
import io.gantry.api.resource.StopRequest;
import io.gantry.fleet.audit.OnBehalf;
import io.gantry.fleet.container.ContainerOperations;
import io.gantry.fleet.container.ContainerService;
import io.gantry.fleet.container.Removal;
import io.gantry.fleet.container.Target;
import io.gantry.persistence.workload.ContainerOwners;
import io.gantry.security.Caller;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What workloads do with their containers: the same as anybody, by the same services, with the same
 * policy and quota, and noted in the audit log as theirs on behalf of who made them. All of it
 * happens in the caller's transaction.
 */
@Component
public class OwnedContainers {
  private final ContainerService containers;
  private final ContainerOperations operations;
  private final ContainerOwners owners;
  private final OnBehalf onBehalf;

  OwnedContainers(
      ContainerService containers,
      ContainerOperations operations,
      ContainerOwners owners,
      OnBehalf onBehalf) {
    this.containers = containers;
    this.operations = operations;
    this.owners = owners;
    this.onBehalf = onBehalf;
  }

  /**
   * Makes and starts a container.
   *
   * @throws io.gantry.api.error.GantryException as {@link ContainerService#create}
   */
  public ContainerId start(Acting acting, ContainerSpec spec, @Nullable String node) {
    Caller caller = acting.caller();
    ContainerId made =
        onBehalf.of(
            acting.madeBy(),
            () -> containers.create(caller, new CreateContainer(spec, true, node)).id());
    owners.give(made, acting.workload());
    return made;
  }

  /** Wants a container stopped, within its own time. */
  public void stop(Acting acting, ContainerId container) {
    onBehalf.of(
        acting.madeBy(),
        () ->
            operations.stop(acting.caller(), Target.of(container.value()), new StopRequest(null)));
  }

  /**
   * Wants a container gone, with its anonymous volumes; it is stopped before within its own time.
   */
  public void remove(Acting acting, ContainerId container) {
    onBehalf.of(
        acting.madeBy(),
        () ->
            operations.remove(
                acting.caller(), Target.of(container.value()), new Removal(true, true, null)));
  }
}
