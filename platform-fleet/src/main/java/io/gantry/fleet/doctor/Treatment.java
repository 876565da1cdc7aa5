package io.gantry.fleet.doctor;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.TenantId;
import io.gantry.api.doctor.StuckKind;
import io.gantry.api.doctor.StuckResource;
import io.gantry.fleet.FleetSettings;
import io.gantry.fleet.audit.AuditNote;
import io.gantry.fleet.audit.AuditService;
import io.gantry.fleet.container.RepeatedAssignment;
import io.gantry.fleet.exit.UnknownEnds;
import io.gantry.persistence.doctor.OpenRunRows;
import io.gantry.persistence.doctor.StuckKeyRows;
import io.gantry.persistence.doctor.StuckPlatformRows;
import io.gantry.persistence.node.NodeAssignments;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import java.time.Clock;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Mends, and notes in the audit log that it did. */
@Component
class Treatment {
  private final RepeatedAssignment assignment;
  private final UnknownEnds ends;
  private final OpenRunRows runs;
  private final StuckKeyRows keys;
  private final StuckPlatformRows platform;
  private final NodeAssignments tombstones;
  private final AuditService audit;
  private final FleetSettings settings;
  private final Clock clock;

  Treatment(
      RepeatedAssignment assignment,
      UnknownEnds ends,
      OpenRunRows runs,
      StuckKeyRows keys,
      StuckPlatformRows platform,
      NodeAssignments tombstones,
      AuditService audit,
      FleetSettings settings,
      Clock clock) {
    this.assignment = assignment;
    this.ends = ends;
    this.runs = runs;
    this.keys = keys;
    this.platform = platform;
    this.tombstones = tombstones;
    this.audit = audit;
    this.settings = settings;
    this.clock = clock;
  }

  void repeat(Caller caller, StuckResource found) {
    assignment.repeat(caller, new ContainerId(found.id()), Permission.STUCK_MEND);
  }

  /** The id is {@code container/run}. */
  void endRun(Caller caller, StuckResource found) {
    int slash = found.id().indexOf('/');
    ContainerId container = new ContainerId(found.id().substring(0, slash));
    long run = Long.parseLong(found.id().substring(slash + 1));
    TenantId tenant = Objects.requireNonNull(found.tenant(), "a run is a tenant's");
    runs.find(tenant, container)
        .ifPresent(
            known ->
                ends.record(
                    known,
                    run,
                    "node %s told that the run is over and never how it ended; closed by %s"
                        .formatted(known.nodeName(), caller.name())));
    audit.record(
        caller,
        AuditNote.of(Permission.STUCK_MEND, "container " + container)
            .saying("run " + run + " ended as unknown"));
  }

  void forgetKey(Caller caller, Permission permission, StuckResource found) {
    keys.forget(found.tenant(), found.id());
    audit.record(caller, AuditNote.of(permission, "idempotency-key").saying(found.state()));
  }

  /** What is the platform's. */
  void forget(Caller caller, StuckResource found) {
    if (found.kind() == StuckKind.IDEMPOTENCY_KEY) {
      forgetKey(caller, Permission.PLATFORM_MEND, found);
      return;
    }
    if (found.kind() == StuckKind.STREAM_REQUEST) {
      platform.forgetStream(found.id());
    } else {
      tombstones.forget(clock.instant().minus(settings.watchRetention()));
    }
    audit.record(
        caller,
        AuditNote.of(Permission.PLATFORM_MEND, "node " + found.node()).saying(found.state()));
  }
}
