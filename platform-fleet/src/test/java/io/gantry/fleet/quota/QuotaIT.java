package io.gantry.fleet.quota;

import static io.gantry.fleet.testing.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.account.Quota;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.PortMapping;
import io.gantry.api.container.Resources;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.resource.ContainerResource;
import io.gantry.api.resource.CreateContainer;
import io.gantry.api.resource.CreateVolume;
import io.gantry.api.resource.UpdateContainer;
import io.gantry.fleet.container.ContainerOperations;
import io.gantry.fleet.container.ContainerService;
import io.gantry.fleet.container.Target;
import io.gantry.fleet.testing.Fleet;
import io.gantry.fleet.testing.FleetTest;
import io.gantry.fleet.testing.Together;
import io.gantry.fleet.volume.VolumeService;
import io.gantry.security.Caller;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@FleetTest
class QuotaIT {
  private static final long MEBIBYTE = 1L << 20;
  private static final Caller PLATFORM = Caller.system(TenantId.DEFAULT);

  private final Fleet fleet;
  private final ContainerService containers;
  private final ContainerOperations operations;
  private final VolumeService volumes;
  private final QuotaService quotas;

  private Caller caller;

  @Autowired
  QuotaIT(
      Fleet fleet,
      ContainerService containers,
      ContainerOperations operations,
      VolumeService volumes,
      QuotaService quotas) {
    this.fleet = fleet;
    this.containers = containers;
    this.operations = operations;
    this.volumes = volumes;
    this.quotas = quotas;
  }

  @BeforeEach
  void enrolANode() {
    caller = fleet.tenant();
    var unused = fleet.node();
  }

  private void limit(Quota limits) {
    var unused = quotas.set(PLATFORM, caller.tenant(), limits);
  }

  private ContainerResource create(ContainerSpec.Builder spec) {
    return containers.create(caller, new CreateContainer(spec.build(), false, null));
  }

  private static ContainerSpec.Builder spec() {
    return ContainerSpec.builder("busybox");
  }

  private static Resources resources(@Nullable Long memoryBytes, @Nullable Double cpus) {
    return new Resources(memoryBytes, null, cpus, null, null, null, null, null);
  }

  @Test
  void letsOneOfManyHaveTheLastPlace() throws Exception {
    limit(new Quota(3L, null, null, null, null));
    create(spec());
    create(spec());

    List<Boolean> made = Together.run(64, number -> this::tryToCreate);

    assertThat(made).containsOnlyOnce(true);
    assertThat(quotas.own(caller).used().containers()).isEqualTo(3);
    assertThat(quotas.own(caller).left().containers()).isZero();
  }

  private boolean tryToCreate() {
    try {
      create(spec());
      return true;
    } catch (GantryException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
      return false;
    }
  }

  @Test
  void namesTheAmountAndLeavesNothingOfWhatItRefuses() {
    limit(new Quota(null, null, 100 * MEBIBYTE, null, null));
    create(spec().resources(resources(60 * MEBIBYTE, null)));

    GantryException refusal =
        assertRefused(
            ErrorCode.QUOTA_EXCEEDED,
            () -> create(spec().name("large").resources(resources(60 * MEBIBYTE, null))));

    assertThat(refusal.fields()).containsOnlyKeys("memoryBytes");
    assertRefused(ErrorCode.NO_SUCH_CONTAINER, () -> containers.get(caller, "large"));
    assertThat(quotas.own(caller).left().memoryBytes()).isEqualTo(40 * MEBIBYTE);
  }

  @Test
  void wantsContainersToSayTheirPartOfWhatIsLimited() {
    limit(new Quota(null, 2.0, 100 * MEBIBYTE, null, null));

    GantryException refusal = assertRefused(ErrorCode.INVALID_ARGUMENT, () -> create(spec()));

    assertThat(refusal.fields()).containsOnlyKeys("resources.cpus", "resources.memoryBytes");
  }

  @Test
  void countsProcessorsPortsAndVolumes() {
    limit(new Quota(null, 2.0, null, 1L, 1L));
    NetworkSpec network = NetworkSpec.BRIDGE.withPorts(new PortMapping(null, 18080, 80, null));
    create(spec().network(network).resources(resources(null, 1.5)));
    volumes.create(caller, new CreateVolume("data", null, null));

    assertRefused(ErrorCode.QUOTA_EXCEEDED, () -> create(spec().resources(resources(null, 0.501))));
    assertRefused(
        ErrorCode.QUOTA_EXCEEDED,
        () -> volumes.create(caller, new CreateVolume("more", null, null)));
    create(spec().resources(resources(null, 0.5)));
    assertThat(quotas.own(caller).used()).isEqualTo(new Quota(2L, 2.0, 0L, 1L, 1L));
    assertThat(quotas.own(caller).left()).isEqualTo(new Quota(null, 0.0, null, 0L, 0L));
  }

  @Test
  void refusesAnUpdateThatGrowsAndNoneThatShrinksWhatIsTooMuch() {
    ContainerResource large = create(spec().resources(resources(100 * MEBIBYTE, null)));
    limit(new Quota(null, null, 50 * MEBIBYTE, null, null));

    assertRefused(ErrorCode.QUOTA_EXCEEDED, () -> update(large, 101 * MEBIBYTE));
    update(large, 60 * MEBIBYTE);

    assertThat(quotas.own(caller).used().memoryBytes()).isEqualTo(60 * MEBIBYTE);
    assertThat(quotas.own(caller).left().memoryBytes()).isZero();
  }

  private void update(ContainerResource container, long memoryBytes) {
    var unused =
        operations.update(
            caller,
            new Target(container.id().value(), null),
            new UpdateContainer(null, null, resources(memoryBytes, null), null));
  }

  @Test
  void leavesOtherTenantsAlone() {
    limit(new Quota(0L, null, null, null, null));

    caller = fleet.tenant();

    create(spec());
    assertThat(quotas.own(caller).limits()).isEqualTo(Quota.UNLIMITED);
  }

  @Test
  void refusesLimitsThatAreNoAmounts() {
    assertRefused(ErrorCode.INVALID_ARGUMENT, () -> limit(new Quota(-1L, null, null, null, null)));
    assertRefused(
        ErrorCode.INVALID_ARGUMENT, () -> limit(new Quota(null, Double.NaN, null, null, null)));
    assertRefused(
        ErrorCode.NOT_FOUND, () -> quotas.set(PLATFORM, new TenantId("nobody"), Quota.UNLIMITED));
  }
}
