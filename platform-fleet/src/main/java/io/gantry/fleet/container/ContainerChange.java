package io.gantry.fleet.container;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.Assignment.Goal;
import io.gantry.api.resource.ContainerResource;
import io.gantry.fleet.audit.AuditService;
import io.gantry.persistence.container.ContainerEntity;
import io.gantry.persistence.container.ContainerEntity.Wish;
import io.gantry.persistence.container.ContainerRepository;
import io.gantry.persistence.container.ContainerStatusRepository;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import java.time.Clock;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/**
 * The one way a container's wish changes: lock, compare the version, decide, give the change its
 * place in the node's watch, note it in the audit log, wake the watch. The lock makes writers wait
 * for each other, so none overwrites what it has not seen.
 */
@Component
class ContainerChange {
  private final ContainerLookup lookup;
  private final ContainerRepository containers;
  private final ContainerStatusRepository statuses;
  private final AssignmentChange assignments;
  private final AuditService audit;
  private final Clock clock;

  ContainerChange(
      ContainerLookup lookup,
      ContainerRepository containers,
      ContainerStatusRepository statuses,
      AssignmentChange assignments,
      AuditService audit,
      Clock clock) {
    this.lookup = lookup;
    this.containers = containers;
    this.statuses = statuses;
    this.assignments = assignments;
    this.audit = audit;
    this.clock = clock;
  }

  /** Changes a container that is not being removed; the decision says whether it changed. */
  ContainerResource apply(
      Caller caller, Target target, Permission action, Predicate<ContainerNow> decision) {
    return applyToRemoved(
        caller,
        target,
        action,
        now -> {
          now.refuseIf(now.goal() == Goal.REMOVED, "is being removed");
          return decision.test(now);
        });
  }

  /** Changes a container that may be on its way out. */
  ContainerResource applyToRemoved(
      Caller caller, Target target, Permission action, Predicate<ContainerNow> decision) {
    ContainerId id = lookup.id(caller.tenant(), target.reference());
    ContainerEntity container =
        containers
            .lock(caller.tenant().value(), id.value())
            .orElseThrow(() -> ContainerLookup.missing(target.reference()));
    requireVersion(container, target);
    ContainerNow now =
        new ContainerNow(
            container,
            statuses.findByContainerId(id.value()).orElse(null),
            new Wish(caller.name(), clock.instant()));
    if (decision.test(now)) {
      assignments.save(container);
      audit.record(caller, action, "container " + id, null);
    }
    return lookup.row(caller.tenant(), id).container();
  }

  private static void requireVersion(ContainerEntity container, Target target) {
    Long expected = target.expectedVersion();
    if (expected != null && expected != container.version()) {
      throw GantryException.of(
              ErrorCode.PRECONDITION_FAILED,
              "container %s has version %d by now, not %d: read it again"
                  .formatted(container.name(), container.version(), expected))
          .about("container", container.getId())
          .in("version " + container.version());
    }
  }
}
