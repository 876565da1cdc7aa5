package io.gantry.fleet.container;

import static io.gantry.fleet.testing.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.Enrolment.Enrolled;
import io.gantry.api.resource.AuditFilter;
import io.gantry.api.resource.ContainerFilter;
import io.gantry.api.resource.ContainerResource;
import io.gantry.api.resource.CreateVolume;
import io.gantry.api.resource.ExitFilter;
import io.gantry.api.resource.KillRequest;
import io.gantry.api.resource.PageRequest;
import io.gantry.api.resource.StopRequest;
import io.gantry.api.resource.UpdateContainer;
import io.gantry.fleet.audit.AuditService;
import io.gantry.fleet.event.EventService;
import io.gantry.fleet.exit.ExitService;
import io.gantry.fleet.image.ImageService;
import io.gantry.fleet.testing.Fleet;
import io.gantry.fleet.testing.FleetTest;
import io.gantry.fleet.testing.Reports;
import io.gantry.fleet.volume.VolumeService;
import io.gantry.security.Caller;
import io.gantry.security.Role;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@FleetTest
class TenantFenceIT {
  private final Fleet fleet;
  private final ContainerService containers;
  private final ContainerOperations operations;
  private final ContainerWait waits;
  private final ExitService exits;
  private final EventService events;
  private final AuditService audit;
  private final ImageService images;
  private final VolumeService volumes;

  private Caller owner;
  private Caller foreigner;
  private Enrolled node;
  private ContainerResource container;

  @Autowired
  TenantFenceIT(
      Fleet fleet,
      ContainerService containers,
      ContainerOperations operations,
      ContainerWait waits,
      ExitService exits,
      EventService events,
      AuditService audit,
      ImageService images,
      VolumeService volumes) {
    this.fleet = fleet;
    this.containers = containers;
    this.operations = operations;
    this.waits = waits;
    this.exits = exits;
    this.events = events;
    this.audit = audit;
    this.images = images;
    this.volumes = volumes;
  }

  @BeforeEach
  void fillOneTenant() {
    owner = fleet.tenant();
    foreigner = fleet.tenant();
    node = fleet.node();
    container = fleet.started(owner, node);
    Reports reports = Fleet.reports(container.id());
    fleet.report(node, "e", reports.exit(1, 1, 42), reports.event(2, "died", ""));
    volumes.create(owner, new CreateVolume("data", Map.of(), node.name()));
  }

  @Test
  void answersAForeignContainerLikeAMissingOne() {
    List<BiConsumer<Caller, String>> calls =
        List.of(
            (caller, reference) -> containers.get(caller, reference),
            (caller, reference) -> containers.locate(caller, reference),
            (caller, reference) -> operations.start(caller, Target.of(reference)),
            (caller, reference) ->
                operations.stop(caller, Target.of(reference), new StopRequest(null)),
            (caller, reference) ->
                operations.restart(caller, Target.of(reference), new StopRequest(null)),
            (caller, reference) ->
                operations.kill(caller, Target.of(reference), new KillRequest("KILL")),
            (caller, reference) -> operations.pause(caller, Target.of(reference)),
            (caller, reference) -> operations.unpause(caller, Target.of(reference)),
            (caller, reference) ->
                operations.update(
                    caller, Target.of(reference), new UpdateContainer(null, null, null, null)),
            (caller, reference) ->
                operations.remove(caller, Target.of(reference), new Removal(true, true, null)),
            this::waitForExit);

    for (BiConsumer<Caller, String> call : calls) {
      for (String reference : List.of(container.id().value(), container.name())) {
        GantryException refusal =
            assertRefused(ErrorCode.NO_SUCH_CONTAINER, () -> call.accept(foreigner, reference));
        assertThat(refusal.getMessage()).isEqualTo("there is no container '" + reference + "'");
      }
    }
  }

  @Test
  void listsNothingOfAnotherTenant() {
    assertThat(containers.list(foreigner, ContainerFilter.ALL, PageRequest.FIRST).items())
        .isEmpty();
    assertThat(exits.list(foreigner, ExitFilter.ALL, PageRequest.FIRST).items()).isEmpty();
    assertThat(events.list(foreigner, 0, PageRequest.FIRST).items()).isEmpty();
    assertThat(events.newest(foreigner)).isZero();
    assertThat(audit.list(foreigner, AuditFilter.ALL, PageRequest.FIRST).items()).isEmpty();
    assertThat(images.list(foreigner, null, PageRequest.FIRST).items()).isEmpty();
    assertThat(volumes.list(foreigner, PageRequest.FIRST).items()).isEmpty();
  }

  @Test
  void answersForeignExitsAndVolumesLikeMissingOnes() {
    assertRefused(
        ErrorCode.NO_SUCH_CONTAINER, () -> exits.get(foreigner, container.id().value(), 1));
    assertRefused(ErrorCode.NO_SUCH_VOLUME, () -> volumes.get(foreigner, "data"));
    assertRefused(ErrorCode.NO_SUCH_VOLUME, () -> volumes.remove(foreigner, "data"));
  }

  @Test
  void letsTwoTenantsUseOneName() {
    volumes.create(foreigner, new CreateVolume("data", Map.of(), node.name()));

    assertThat(volumes.get(foreigner, "data").createdBy()).isEqualTo("system");
  }

  @Test
  void refusesAViewerEveryChange() {
    Caller viewer =
        new Caller(
            UUID.randomUUID(),
            "eve",
            owner.tenant(),
            Role.VIEWER.permissions(),
            Caller.Origin.INTERNAL);

    assertThat(containers.get(viewer, container.name()).id()).isEqualTo(container.id());
    assertRefused(ErrorCode.FORBIDDEN, () -> operations.start(viewer, Target.of(container.name())));
    assertRefused(
        ErrorCode.FORBIDDEN,
        () ->
            operations.remove(viewer, Target.of(container.name()), new Removal(true, true, null)));
    assertRefused(
        ErrorCode.FORBIDDEN, () -> audit.list(viewer, AuditFilter.ALL, PageRequest.FIRST));
  }

  private void waitForExit(Caller caller, String reference) {
    try {
      waits.untilExited(caller, reference, 1L, Duration.ofSeconds(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
