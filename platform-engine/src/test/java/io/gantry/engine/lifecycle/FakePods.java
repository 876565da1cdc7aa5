package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.NamespaceSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.pod.PodId;
import io.gantry.engine.pod.MemberMaking;
import io.gantry.engine.pod.NewMember;
import io.gantry.engine.pod.PodCgroups;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.PodMembership;
import io.gantry.engine.state.Sharing;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What pods need of the engine, in a {@link World}: names in a spec are full ids. */
final class FakePods implements MemberMaking, PodCgroups {
  final Set<PodId> groups = new HashSet<>();
  private final World world;

  FakePods(World world) {
    this.world = world;
  }

  @Override
  public ContainerConfig create(TenantId tenant, NewMember member, PodMembership membership) {
    groups.add(membership.pod());
    String name = member.name() == null ? "name-" + member.id().shortId() : member.name();
    ContainerConfig config =
        world
            .config(member.id(), name, member.spec())
            .withSharing(sharing(member))
            .withMembership(membership);
    world.lifecycle.create(config);
    return config;
  }

  private static Sharing sharing(NewMember member) {
    NamespaceSpec namespaces = member.spec().namespaces();
    return new Sharing(
        id(member.spec().network().container()),
        id(namespaces.pid()),
        id(namespaces.ipc()),
        id(namespaces.uts()),
        namespaces.requires().stream().map(ContainerId::new).toList());
  }

  private static @Nullable ContainerId id(@Nullable String name) {
    return name == null ? null : new ContainerId(name);
  }

  @Override
  public void remove(PodId pod) {
    groups.remove(pod);
  }

  @Override
  public Set<PodId> known() {
    return Set.copyOf(groups);
  }
}
