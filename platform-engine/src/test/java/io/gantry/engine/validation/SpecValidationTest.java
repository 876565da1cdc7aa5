package io.gantry.engine.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.HealthSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.NamespaceSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.PortMapping;
import io.gantry.api.container.RootSpec;
import io.gantry.api.container.SecuritySpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.Rule;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SpecValidationTest {
  private static final SecuritySpec HOSTS =
      new SecuritySpec(false, null, null, false, false, null, null, null, null, true, true);

  @ParameterizedTest
  @MethodSource("refused")
  @Rule("STORAGE-16")
  void refuses(String problem, ContainerSpec.Builder spec) {
    assertThatThrownBy(() -> SpecValidation.check(spec.build()))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
        .hasMessageContaining(problem);
  }

  static Stream<Arguments> refused() {
    MountSpec volume = mount(MountSpec.Kind.VOLUME, "/data");
    return Stream.of(
        arguments(
            "volatileLayer", ContainerSpec.builder("").root(new RootSpec("/srv", false, true))),
        arguments(
            "share the destination /data",
            aContainer().mounts(volume, mount(MountSpec.Kind.IMAGE, "/x/../data/"))),
        arguments(
            "share the destination /data",
            aContainer().mounts(volume, mount(MountSpec.Kind.BIND, "/data", "O"))),
        arguments(
            "over the container's root", aContainer().mounts(mount(MountSpec.Kind.BIND, "/."))),
        arguments("given together", overlay("O", "upperdir=/up")),
        arguments("given together", overlay("O", "workdir=/work")),
        arguments("given together", overlay("O", "upperdir=up", "workdir=/work")),
        arguments("belong to the option O", overlay("upperdir=/up", "workdir=/work")),
        arguments("O lies over", aContainer().mounts(mount(MountSpec.Kind.TMPFS, "/t", "O"))),
        arguments("O lies over", aContainer().mounts(mount(MountSpec.Kind.IMAGE, "/i", "O"))),
        arguments("namespaces.pid", aContainer().security(HOSTS).namespaces(joining("a", null))),
        arguments("namespaces.ipc", aContainer().security(HOSTS).namespaces(joining(null, "a"))),
        arguments("network.networks", aContainer().network(joined(List.of("back"), List.of()))));
  }

  @Test
  @Rule("STORAGE-16")
  void namesEverythingThatIsWrongAtOnce() {
    ContainerSpec spec =
        overlay("upperdir=/up").security(HOSTS).namespaces(joining("a", "b")).build();

    assertThatThrownBy(() -> SpecValidation.check(spec))
        .hasMessageContaining("given together")
        .hasMessageContaining("belong to the option O")
        .hasMessageContaining("namespaces.pid")
        .hasMessageContaining("namespaces.ipc");
  }

  @Test
  @Rule({"STORAGE-1", "STORAGE-16"})
  void takesEitherAnImageOrADirectoryOfTheHost() {
    RootSpec directory = new RootSpec("/srv/root", true, false);

    assertThatThrownBy(() -> ContainerSpec.builder("").build()).hasMessageContaining("root.path");
    assertThatThrownBy(() -> aContainer().root(directory).build()).hasMessageContaining("not both");
    assertThatCode(() -> SpecValidation.check(ContainerSpec.builder("").root(directory).build()))
        .doesNotThrowAnyException();
  }

  @Test
  @Rule("STORAGE-16")
  void needsAHealthCheckForAHealthAction() {
    assertThatThrownBy(
            () -> new HealthSpec(List.of("NONE"), null, null, 0, null, HealthSpec.OnFailure.KILL))
        .hasMessageContaining("health.test");
  }

  @ParameterizedTest
  @CsvSource({"BIND,subpath=a", "TMPFS,subpath=a", "VOLUME,subpath="})
  void refusesASubpathOfAnythingButAVolume(MountSpec.Kind kind, String option) {
    MountSpec mount = new MountSpec(kind, "/srv", "/a", false, List.of(option));
    ContainerSpec spec = ContainerSpec.builder("image").mounts(mount).build();

    assertThatThrownBy(() -> SpecValidation.check(spec)).hasMessageContaining("path in a volume");
  }

  @ParameterizedTest
  @CsvSource({"TMPFS,ro", "IMAGE,ro", "VOLUME,O", "BIND,U"})
  void refusesIdmapWhereNothingCanBeShownSo(MountSpec.Kind kind, String further) {
    MountSpec mount = new MountSpec(kind, "/srv", "/a", false, List.of("idmap", further));
    ContainerSpec spec = ContainerSpec.builder("image").mounts(mount).build();

    assertThatThrownBy(() -> SpecValidation.check(spec)).hasMessageContaining("idmap goes with");
  }

  @Test
  void takesWhatKeepsTheRules() {
    ContainerSpec.Builder spec =
        overlay("O", "upperdir=/up", "workdir=/work")
            .namespaces(joining("a", "b"))
            .health(HealthSpec.of("CMD", "true"));

    assertThatCode(() -> SpecValidation.check(spec.build())).doesNotThrowAnyException();
  }

  @Test
  @Rule("NETWORK-16")
  void takesPortsThatWillBeLeftOut() {
    PortMapping port = new PortMapping(null, 8080, 80, null);
    Stream<NetworkSpec> without =
        Stream.of(
            joined(List.of(), List.of(port)),
            NetworkSpec.of(NetworkSpec.Mode.NONE).withPorts(port),
            NetworkSpec.of(NetworkSpec.Mode.HOST).withPorts(port));

    assertThat(without)
        .allSatisfy(
            network -> {
              SpecValidation.check(aContainer().network(network).build());
              assertThat(network.published()).isEmpty();
            });
  }

  private static ContainerSpec.Builder aContainer() {
    return ContainerSpec.builder("busybox");
  }

  private static ContainerSpec.Builder overlay(String... options) {
    return aContainer().mounts(mount(MountSpec.Kind.BIND, "/m", options));
  }

  private static MountSpec mount(MountSpec.Kind kind, String destination, String... options) {
    return new MountSpec(kind, "source", destination, false, List.of(options));
  }

  private static NamespaceSpec joining(@Nullable String pid, @Nullable String ipc) {
    return new NamespaceSpec(pid, ipc, null, null, null, null);
  }

  private static NetworkSpec joined(List<String> networks, List<PortMapping> ports) {
    return new NetworkSpec(
        NetworkSpec.Mode.CONTAINER, "other", networks, null, ports, null, null, null, null, null);
  }
}
