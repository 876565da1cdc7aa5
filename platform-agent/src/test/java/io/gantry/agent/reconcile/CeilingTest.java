package io.gantry.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.NamespaceSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.RootSpec;
import io.gantry.api.container.SecuritySpec;
import io.gantry.api.container.UserNamespaceSpec;
import io.gantry.api.error.GantryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CeilingTest {
  private static final ContainerSpec EVERYTHING =
      ContainerSpec.builder("busybox")
          .network(NetworkSpec.of(NetworkSpec.Mode.HOST))
          .mounts(new MountSpec(MountSpec.Kind.BIND, "/etc", "/host", true, null))
          .security(
              new SecuritySpec(
                  true,
                  List.of("CAP_SYS_ADMIN"),
                  null,
                  false,
                  false,
                  "unconfined",
                  null,
                  List.of("/proc/kcore"),
                  null,
                  true,
                  true))
          .build();

  @Test
  void allowsNothingWithoutAFile(@TempDir Path home) throws IOException {
    assertThat(Ceiling.load(home)).isEqualTo(Ceiling.CLOSED);
    assertThat(Ceiling.CLOSED.denied(EVERYTHING))
        .containsExactly(
            "security.privileged",
            "security.addCapabilities",
            "security.seccomp unconfined",
            "security.unmaskPaths",
            "mounts of host paths",
            "network.mode HOST",
            "security.hostPid",
            "security.hostIpc");
  }

  @Test
  void allowsWhatTheFileAllows(@TempDir Path home) throws IOException {
    Files.writeString(home.resolve("ceiling.json"), "{\"privileged\":true,\"hostPaths\":true}");

    assertThat(Ceiling.load(home).denied(EVERYTHING))
        .containsExactly("network.mode HOST", "security.hostPid", "security.hostIpc");
  }

  @Test
  void takesChosenUserIdsForAPrivilege() {
    UserNamespaceSpec users =
        new UserNamespaceSpec(
            UserNamespaceSpec.Mode.MAPPED,
            null,
            List.of(new UserNamespaceSpec.Range(0, 1000, 1)),
            null);
    ContainerSpec spec =
        ContainerSpec.builder("busybox")
            .namespaces(new NamespaceSpec(null, null, null, null, users, null))
            .build();

    assertThat(Ceiling.CLOSED.denied(spec)).containsExactly("namespaces.users MAPPED");
    assertThat(new Ceiling(true, false, false).denied(spec)).isEmpty();
  }

  @Test
  void takesARootOfTheHostForAHostPath() {
    ContainerSpec spec =
        ContainerSpec.builder("").root(new RootSpec("/srv/root", true, false)).build();

    assertThat(Ceiling.CLOSED.denied(spec)).containsExactly("root.path");
    assertThat(new Ceiling(false, true, false).denied(spec)).isEmpty();
  }

  @Test
  void takesTheDirectoriesOfAnOverlayForHostPaths() {
    List<String> options = List.of("O", "upperdir=/srv/upper", "workdir=/srv/work");
    ContainerSpec spec =
        ContainerSpec.builder("busybox")
            .mounts(new MountSpec(MountSpec.Kind.VOLUME, "data", "/data", false, options))
            .build();

    assertThat(Ceiling.CLOSED.denied(spec)).containsExactly("mounts of host paths");
  }

  @Test
  void lowersNothingForAnOrdinaryContainer() {
    ContainerSpec ordinary =
        ContainerSpec.builder("busybox")
            .mounts(new MountSpec(MountSpec.Kind.VOLUME, "data", "/data", false, null))
            .security(
                new SecuritySpec(
                    false,
                    List.of("NET_RAW"),
                    null,
                    true,
                    true,
                    null,
                    null,
                    null,
                    null,
                    false,
                    false))
            .build();

    assertThat(Ceiling.CLOSED.denied(ordinary)).isEmpty();
  }

  @Test
  void refusesAFileItCannotRead(@TempDir Path home) throws IOException {
    Files.writeString(home.resolve("ceiling.json"), "privileged = yes");

    assertThatThrownBy(() -> Ceiling.load(home))
        .isInstanceOf(GantryException.class)
        .hasMessageContaining("ceiling.json");
  }
}
