package io.gantry.engine.pod;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.NamespaceSpec;
import io.gantry.api.container.NamespaceSpec.IpcMode;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.Resources;
import io.gantry.api.container.RootSpec;
import io.gantry.api.container.StopSpec;
import io.gantry.api.pod.PodSpec.Shared;
import io.gantry.engine.state.PodMembership.Role;
import io.gantry.engine.state.PodRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/** The container that holds the namespaces of a pod (POD-5). */
final class Infra {
  private static final NamespaceSpec SHAREABLE =
      new NamespaceSpec(null, null, null, IpcMode.SHAREABLE, null, null);

  /** It ends at once: it has nothing to save. */
  private static final StopSpec AT_ONCE = new StopSpec("KILL", Duration.ZERO);

  private Infra() {}

  /**
   * As it is to be made.
   *
   * @param root of all infra containers
   */
  static NewMember of(PodRecord pod, Path root) {
    ContainerId id = Objects.requireNonNull(pod.infra());
    ContainerSpec spec =
        ContainerSpec.builder("")
            .root(new RootSpec(root.toString(), true, false))
            .command(PauseRoot.PROGRAM, "-P")
            .hostname(Objects.requireNonNullElse(pod.spec().hostname(), pod.name()))
            .network(network(pod))
            .namespaces(SHAREABLE)
            .resources(withoutLimits())
            .stop(AT_ONCE)
            .build();
    return new NewMember(id, pod.id().shortId() + "-infra", spec, Role.INFRA);
  }

  private static NetworkSpec network(PodRecord pod) {
    return pod.spec().share().contains(Shared.NETWORK)
        ? pod.spec().network()
        : NetworkSpec.of(NetworkSpec.Mode.NONE);
  }

  private static Resources withoutLimits() {
    return new Resources(null, null, null, null, null, -1L, null, null);
  }
}
