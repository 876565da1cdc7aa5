package io.gantry.fleet.container;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.Assignment;
import io.gantry.api.node.Assignment.Goal;
import io.gantry.api.resource.AuditChange;
import io.gantry.api.resource.ContainerResource;
import io.gantry.fleet.audit.AuditChanges;
import io.gantry.fleet.audit.AuditNote;
import io.gantry.fleet.audit.AuditService;
import io.gantry.fleet.audit.NodeAnswers;
import io.gantry.persistence.container.ContainerEntity;
import io.gantry.persistence.container.ContainerEntity.Wish;
import io.gantry.persistence.container.ContainerRepository;
import io.gantry.persistence.container.ContainerStatusRepository;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
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
  private final NodeAnswers answers;
  private final Clock clock;

  ContainerChange(
      ContainerLookup lookup,
      ContainerRepository containers,
      ContainerStatusRepository statuses,
      AssignmentChange assignments,
      AuditService audit,
      NodeAnswers answers,
      Clock clock) {
    this.lookup = lookup;
    this.containers = containers;
    this.statuses = statuses;
    this.assignments = assignments;
    this.audit = audit;
    this.answers = answers;
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
    Assignment before = container.assignment();
    boolean changed = decision.test(now);
    if (changed) {
      assignments.save(container);
    }
    audit.record(
        caller,
        AuditNote.of(action, "container " + id)
            .saying(changed ? null : "was so already")
            .changing(changes(before, container.assignment())));
    if (changed) {
      answers.expect(caller, action, id, container.assignment().generation());
    }
    return lookup.row(caller.tenant(), id).container();
  }

  private static List<AuditChange> changes(Assignment before, Assignment after) {
    boolean sameSpec = before.spec().equals(after.spec());
    return AuditChanges.between(Wanted.of(before, sameSpec), Wanted.of(after, sameSpec));
  }

  /** What of an assignment people know; a spec that stays is left out. */
  private record Wanted(
      Goal goal,
      @Nullable ContainerSpec spec,
      long launches,
      long signals,
      @Nullable String signal,
      @Nullable Duration stopTimeout,
      boolean force,
      boolean removeVolumes) {
    static Wanted of(Assignment assignment, boolean withoutSpec) {
      Assignment.Launch launch = assignment.launch();
      Assignment.Kill kill = assignment.kill();
      return new Wanted(
          assignment.goal(),
          withoutSpec ? null : assignment.spec(),
          launch == null ? 0 : launch.number(),
          kill == null ? 0 : kill.number(),
          kill == null ? null : kill.signal(),
          assignment.stopTimeout(),
          assignment.force(),
          assignment.removeVolumes());
    }
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
