package io.gantry.fleet.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.NamespaceSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.PortMapping;
import io.gantry.api.container.RootSpec;
import io.gantry.api.container.SecuritySpec;
import io.gantry.api.container.UserNamespaceSpec;
import io.gantry.persistence.account.TenantPolicy;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyRulesTest {
  private static final SecuritySpec PRIVILEGED =
      new SecuritySpec(true, null, null, false, false, null, null, null, null, false, false);
  private static final SecuritySpec UNCONFINED =
      new SecuritySpec(
          false, null, null, false, false, "unconfined", null, null, null, false, false);
  private static final SecuritySpec UNMASKED =
      new SecuritySpec(
          false, null, null, false, false, null, null, List.of("/proc/kcore"), null, false, false);
  private static final SecuritySpec HOST_PID =
      new SecuritySpec(false, null, null, false, false, null, null, null, null, true, false);
  private static final SecuritySpec HOST_IPC =
      new SecuritySpec(false, null, null, false, false, null, null, null, null, false, true);

  static Stream<Arguments> widening() {
    return Stream.of(
        arguments("security.privileged", secured(PRIVILEGED)),
        arguments("security.addCapabilities", secured(adding("SYS_ADMIN"))),
        arguments("security.seccomp", secured(UNCONFINED)),
        arguments("security.unmaskPaths", secured(UNMASKED)),
        arguments("security.sysctls", secured(setting("kernel.msgmax"))),
        arguments("security.hostPid", secured(HOST_PID)),
        arguments("security.hostIpc", secured(HOST_IPC)),
        arguments("namespaces.users", mapped()),
        arguments("network.mode", networked(NetworkSpec.of(NetworkSpec.Mode.HOST))),
        arguments("mounts.kind", mounted(MountSpec.Kind.BIND, "/etc", List.of())),
        arguments("mounts.options", mounted(MountSpec.Kind.VOLUME, "data", List.of("suid"))));
  }

  private static ContainerSpec mapped() {
    UserNamespaceSpec users =
        new UserNamespaceSpec(
            UserNamespaceSpec.Mode.MAPPED,
            null,
            List.of(new UserNamespaceSpec.Range(0, 1000, 1)),
            null);
    return ContainerSpec.builder("busybox")
        .namespaces(new NamespaceSpec(null, null, null, null, users, null))
        .build();
  }

  @ParameterizedTest
  @MethodSource("widening")
  void namesTheFieldThatWidensTheContainersRights(String field, ContainerSpec spec) {
    assertThat(PolicyRules.denied(spec, TenantPolicy.RESTRICTED)).containsOnlyKeys(field);
    assertThat(PolicyRules.denied(spec, TenantPolicy.BASELINE)).containsOnlyKeys(field);
    assertThat(PolicyRules.denied(spec, TenantPolicy.PRIVILEGED)).isEmpty();
  }

  static Stream<Arguments> customary() {
    return Stream.of(
        arguments("security.addCapabilities", secured(adding("cap_net_bind_service"))),
        arguments("security.sysctls", secured(setting("net.ipv4.tcp_syncookies"))),
        arguments(
            "network.ports",
            networked(NetworkSpec.BRIDGE.withPorts(new PortMapping(null, 80, 80, null)))));
  }

  @ParameterizedTest
  @MethodSource("customary")
  void allowsWhatIsCustomaryFromBaselineOn(String field, ContainerSpec spec) {
    assertThat(PolicyRules.denied(spec, TenantPolicy.RESTRICTED)).containsOnlyKeys(field);
    assertThat(PolicyRules.denied(spec, TenantPolicy.BASELINE)).isEmpty();
  }

  @Test
  void namesAllFieldsAtOnce() {
    ContainerSpec spec =
        secured(PRIVILEGED).toBuilder()
            .network(NetworkSpec.of(NetworkSpec.Mode.HOST))
            .mounts(new MountSpec(MountSpec.Kind.BIND, "/", "/host", false, null))
            .build();

    assertThat(PolicyRules.denied(spec, TenantPolicy.RESTRICTED))
        .containsOnlyKeys("security.privileged", "network.mode", "mounts.kind");
  }

  @Test
  void takesARootOrAnOverlayOfTheHostForAHostPath() {
    List<String> overlay = List.of("O", "upperdir=/srv/upper", "workdir=/srv/work");
    ContainerSpec spec =
        ContainerSpec.builder("")
            .root(new RootSpec("/srv/root", false, false))
            .mounts(new MountSpec(MountSpec.Kind.VOLUME, "data", "/data", false, overlay))
            .build();

    assertThat(PolicyRules.denied(spec, TenantPolicy.BASELINE))
        .containsOnlyKeys("root.path", "mounts.options");
    assertThat(Ceiling.asked(spec)).containsExactly("hostPaths");
  }

  @Test
  void allowsAContainerThatStaysInsideItsWalls() {
    ContainerSpec spec =
        ContainerSpec.builder("busybox")
            .network(NetworkSpec.BRIDGE.withPorts(new PortMapping(null, 8080, 80, null)))
            .mounts(
                new MountSpec(MountSpec.Kind.VOLUME, "data", "/data", false, List.of("nocopy")),
                new MountSpec(MountSpec.Kind.TMPFS, null, "/tmp", false, List.of("size=1m")))
            .build();

    assertThat(PolicyRules.denied(spec, TenantPolicy.RESTRICTED)).isEmpty();
  }

  private static SecuritySpec adding(String capability) {
    return new SecuritySpec(
        false, List.of(capability), null, false, false, null, null, null, null, false, false);
  }

  private static SecuritySpec setting(String sysctl) {
    return new SecuritySpec(
        false, null, null, false, false, null, null, null, Map.of(sysctl, "1"), false, false);
  }

  private static ContainerSpec secured(SecuritySpec security) {
    return ContainerSpec.builder("busybox").security(security).build();
  }

  private static ContainerSpec networked(NetworkSpec network) {
    return ContainerSpec.builder("busybox").network(network).build();
  }

  private static ContainerSpec mounted(MountSpec.Kind kind, String source, List<String> options) {
    return ContainerSpec.builder("busybox")
        .mounts(new MountSpec(kind, source, "/mnt", false, options))
        .build();
  }
}
