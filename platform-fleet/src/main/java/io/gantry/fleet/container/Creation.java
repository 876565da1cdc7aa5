package io.gantry.fleet.container;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.resource.CreateContainer;
import io.gantry.api.resource.PlacementResource;
import io.gantry.fleet.audit.AuditChanges;
import io.gantry.fleet.audit.AuditNote;
import io.gantry.fleet.audit.AuditService;
import io.gantry.fleet.audit.NodeAnswers;
import io.gantry.persistence.container.ContainerEntity;
import io.gantry.persistence.container.ContainerEntity.Wish;
import io.gantry.persistence.container.ContainerRows;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;

/** Makes a container out of a wish: admit, place, store, promise, note. */
@Component
class Creation {
  private final Admission admission;
  private final ContainerRows rows;
  private final Placement placement;
  private final Occupation occupation;
  private final AssignmentChange assignments;
  private final AuditService audit;
  private final NodeAnswers answers;
  private final SecureRandom random;
  private final Clock clock;

  Creation(
      Admission admission,
      ContainerRows rows,
      Placement placement,
      Occupation occupation,
      AssignmentChange assignments,
      AuditService audit,
      NodeAnswers answers,
      SecureRandom random,
      Clock clock) {
    this.admission = admission;
    this.rows = rows;
    this.placement = placement;
    this.occupation = occupation;
    this.assignments = assignments;
    this.audit = audit;
    this.answers = answers;
    this.random = random;
    this.clock = clock;
  }

  ContainerId create(Caller caller, CreateContainer wish) {
    TenantId tenant = caller.tenant();
    ContainerId id = ContainerId.random(random);
    ContainerSpec spec = named(wish.spec(), id);
    admission.admit(tenant, spec);
    requireFree(tenant, spec);
    Wish asked = new Wish(caller.name(), clock.instant());
    String node = placement.place(tenant, spec, wish.node());
    ContainerEntity container = new ContainerEntity(id, tenant, spec, node, asked);
    if (wish.start()) {
      container.launch(false, null, asked);
    }
    store(container, tenant, spec);
    occupation.occupy(container, asked);
    audit.record(
        caller,
        AuditNote.of(Permission.CONTAINER_CREATE, "container " + id)
            .saying("name " + spec.name())
            .changing(AuditChanges.between(null, spec)));
    answers.expect(caller, Permission.CONTAINER_CREATE, id, container.assignment().generation());
    return id;
  }

  /** Where it would be placed now; nothing is stored. */
  PlacementResource explain(Caller caller, CreateContainer wish) {
    admission.admit(caller.tenant(), wish.spec());
    return placement.explain(caller.tenant(), wish.spec(), wish.node());
  }

  private static ContainerSpec named(ContainerSpec spec, ContainerId id) {
    return spec.name() == null ? spec.toBuilder().name("c-" + id.shortId()).build() : spec;
  }

  private void requireFree(TenantId tenant, ContainerSpec spec) {
    if (rows.nameExists(tenant, String.valueOf(spec.name()))) {
      throw taken(tenant, spec);
    }
  }

  /** Another transaction may have taken the name since it was looked for. */
  private void store(ContainerEntity container, TenantId tenant, ContainerSpec spec) {
    try {
      assignments.add(container);
    } catch (DataIntegrityViolationException e) {
      throw taken(tenant, spec);
    }
  }

  private static GantryException taken(TenantId tenant, ContainerSpec spec) {
    return GantryException.of(
            ErrorCode.NAME_DUPLICATE,
            "tenant %s has a container named '%s' already: remove it or choose another name"
                .formatted(tenant, spec.name()))
        .about("container", String.valueOf(spec.name()));
  }
}
