package io.gantry.engine.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.NamespaceSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.SecuritySpec;
import io.gantry.api.container.UserNamespaceSpec;
import io.gantry.api.container.UserNamespaceSpec.Mode;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NeededFeaturesTest {
  private static SecuritySpec security(boolean privileged, @Nullable String seccomp, boolean host) {
    return new SecuritySpec(
        privileged, null, null, false, false, seccomp, null, null, null, host, host);
  }

  @Test
  void areNamespacesAndAFilterForAPlainContainer() {
    assertThat(NeededFeatures.of(ContainerSpec.builder("image").build()))
        .containsExactlyInAnyOrder(
            RuntimeFeature.MOUNT_NAMESPACES,
            RuntimeFeature.UTS_NAMESPACES,
            RuntimeFeature.PID_NAMESPACES,
            RuntimeFeature.IPC_NAMESPACES,
            RuntimeFeature.NETWORK_NAMESPACES,
            RuntimeFeature.SECCOMP);
  }

  @Test
  void areFewerForOneThatSharesTheHosts() {
    ContainerSpec spec =
        ContainerSpec.builder("image")
            .network(NetworkSpec.of(NetworkSpec.Mode.HOST))
            .security(security(false, "unconfined", true))
            .build();

    assertThat(NeededFeatures.of(spec))
        .isEqualTo(Set.of(RuntimeFeature.MOUNT_NAMESPACES, RuntimeFeature.UTS_NAMESPACES));
  }

  @Test
  void includeUserNamespacesForOneWithIdsOfItsOwn() {
    UserNamespaceSpec users = new UserNamespaceSpec(Mode.AUTO, null, null, null);
    ContainerSpec spec =
        ContainerSpec.builder("image")
            .namespaces(new NamespaceSpec(null, null, null, null, users, null))
            .build();

    assertThat(NeededFeatures.of(spec)).contains(RuntimeFeature.USER_NAMESPACES);
  }

  @Test
  void includeNoFilterForAPrivilegedOne() {
    ContainerSpec spec =
        ContainerSpec.builder("image").security(security(true, null, false)).build();

    assertThat(NeededFeatures.of(spec)).doesNotContain(RuntimeFeature.SECCOMP);
  }
}
