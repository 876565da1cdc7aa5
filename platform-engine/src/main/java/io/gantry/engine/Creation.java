package io.gantry.engine;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.ImageDetail;
import io.gantry.engine.checkpoint.FilledCreation;
import io.gantry.engine.checkpoint.NewContainer;
import io.gantry.engine.feature.NeededFeatures;
import io.gantry.engine.pod.MemberMaking;
import io.gantry.engine.pod.NewMember;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.PodMembership;
import io.gantry.engine.state.StoredContainer;
import io.gantry.engine.validation.ContainerName;
import io.gantry.engine.validation.ContainerNames;
import io.gantry.engine.validation.SpecValidation;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes a container of what was asked for: its image, the namespaces it joins, its ids. */
record Creation(Wiring wiring, ContainerNames names) implements MemberMaking, FilledCreation {

  /** What was asked for. */
  private record Wanted(
      TenantId tenant,
      ContainerId id,
      @Nullable String name,
      ContainerSpec spec,
      @Nullable PodMembership membership,
      @Nullable Consumer<ContainerConfig> filling) {}

  /** Makes one without a pod, as {@link Engine#create} says. */
  ContainerConfig create(
      TenantId tenant, ContainerId id, @Nullable String name, ContainerSpec spec) {
    return create(new Wanted(tenant, id, name, spec, null, null));
  }

  @Override
  public ContainerConfig create(TenantId tenant, NewMember member, PodMembership membership) {
    return create(new Wanted(tenant, member.id(), member.name(), member.spec(), membership, null));
  }

  @Override
  public ContainerConfig create(NewContainer container, Consumer<ContainerConfig> filling) {
    if (wiring.store().find(container.id()).isPresent()) {
      throw exists(container.id());
    }
    return create(
        new Wanted(
            container.tenant(),
            container.id(),
            container.name(),
            Objects.requireNonNull(container.spec()),
            null,
            filling));
  }

  private ContainerConfig create(Wanted wanted) {
    Optional<StoredContainer> existing = wiring.store().find(wanted.id());
    if (existing.isPresent()) {
      return sameTenant(existing.get().config(), wanted.tenant());
    }
    SpecValidation.check(wanted.spec());
    wiring.cgroups().require(wanted.spec().resources());
    NeededFeatures.of(wanted.spec()).forEach(wiring.program()::require);
    wiring.reserve().require();
    if (wanted.name() == null) {
      return names.name(random -> createNamed(wanted, random));
    }
    ContainerName.require(wanted.name());
    return createNamed(wanted, wanted.name());
  }

  private ContainerConfig createNamed(Wanted wanted, String name) {
    ImageDetail found =
        wanted.spec().root().external()
            ? ImageDetail.NONE
            : wiring.images().inspect(wanted.tenant(), wanted.spec().image());
    ContainerSpec spec = wiring.imageVolumes().complete(wanted.spec(), found);
    ImageDetail image = wiring.imageVolumes().reduce(found);
    ContainerConfig config =
        wiring
            .newConfig(wanted.tenant(), wanted.id(), name, spec, image)
            .withSharing(wiring.joining().resolve(wanted.tenant(), spec))
            .withMembership(wanted.membership());
    return wiring
        .userIds()
        .with(
            spec,
            user(spec, image),
            ids -> {
              ContainerConfig mapped = config.withIds(ids);
              store(mapped, wanted.filling());
              return mapped;
            });
  }

  private void store(ContainerConfig config, @Nullable Consumer<ContainerConfig> filling) {
    if (filling == null) {
      wiring.lifecycle().create(config);
    } else {
      wiring.lifecycle().create(config, filling);
    }
  }

  private static String user(ContainerSpec spec, ImageDetail image) {
    String imageUser = Objects.requireNonNullElse(image.config().user(), "");
    return Objects.requireNonNullElse(spec.user(), imageUser);
  }

  private static ContainerConfig sameTenant(ContainerConfig config, TenantId tenant) {
    if (!config.tenant().equals(tenant)) {
      throw exists(config.id());
    }
    return config;
  }

  private static GantryException exists(ContainerId id) {
    return GantryException.of(
            ErrorCode.CONTAINER_EXISTS, "a container with this id exists: take a new id")
        .about("container", id);
  }
}
