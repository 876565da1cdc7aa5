package io.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.NamespaceSpec;
import io.gantry.api.container.NamespaceSpec.IpcMode;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.PortMapping;
import io.gantry.api.container.SecuritySpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.lifecycle.RemoveOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers that live in the namespaces of another one. */
@RequiresHost({"root", "runc", "conmon", "busybox"})
class JoinedContainersIT {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final RemoveOptions REMOVE = new RemoveOptions(true, true, Duration.ZERO, "test");
  private static final NamespaceSpec ALL_OF_OWNER =
      new NamespaceSpec("owner", "owner", "owner", null, null, null);
  private static final NamespaceSpec SHAREABLE =
      new NamespaceSpec(null, null, null, IpcMode.SHAREABLE, null, null);

  private Path directory;
  private Engine engine;

  @BeforeEach
  void open(@TempDir Path temporary) {
    directory = temporary;
    engine = Engine.open(EngineConfig.of(directory.resolve("home"), directory.resolve("run")));
    Busybox.importInto(engine.images());
  }

  @AfterEach
  void purge() {
    engine.purge();
    engine.close();
    assertThat(Remains.in(directory)).isEmpty();
  }

  private static ContainerSpec.Builder sleeping() {
    return ContainerSpec.builder(Busybox.REFERENCE)
        .network(NetworkSpec.of(NetworkSpec.Mode.NONE))
        .command("sleep", "1000");
  }

  private ContainerId create(String name, ContainerSpec.Builder spec) {
    ContainerId id = ContainerId.random(new SecureRandom());
    engine.create(TenantId.DEFAULT, id, name, spec.build());
    return id;
  }

  private ContainerId start(String name, ContainerSpec.Builder spec) {
    ContainerId id = create(name, spec);
    engine.start(id);
    return id;
  }

  private int pid(ContainerId id) {
    return Objects.requireNonNull(engine.inspect(id).record().process()).pid();
  }

  private static Path namespace(int pid, String type) throws IOException {
    return Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/" + type));
  }

  @Test
  @Rule({"NAMESPACES-1", "NAMESPACES-2", "NAMESPACES-3", "NETWORK-16", "NETWORK-19"})
  void joinsTheNamespacesOfARunningContainer() throws Exception {
    ContainerId owner = start("owner", sleeping().namespaces(SHAREABLE));
    NetworkSpec network = NetworkSpec.of("owner").withPorts(new PortMapping(null, 8080, 80, null));
    ContainerId id = start("joined", sleeping().namespaces(ALL_OF_OWNER).network(network));

    for (String type : List.of("net", "pid", "ipc", "uts")) {
      assertThat(namespace(pid(id), type)).as(type).isEqualTo(namespace(pid(owner), type));
    }
    assertThat(namespace(pid(id), "mnt")).isNotEqualTo(namespace(pid(owner), "mnt"));
    assertThat(engine.stop(id, Duration.ZERO, null)).isNotNull();
    assertThat(namespace(pid(owner), "net")).isNotNull();
  }

  @Test
  @Rule({"NAMESPACES-4", "NAMESPACES-6", "NETWORK-14", "NETWORK-15", "CLEANUP-4", "NETWORK-7"})
  void sharesNamesMemoryAndHostsAsLongAsItRuns() throws Exception {
    ContainerId owner =
        start(
            "owner",
            sleeping()
                .namespaces(SHAREABLE)
                .hostname("db")
                .command("sh", "-c", "echo shared > /dev/shm/x; exec sleep 1000"));
    Path hosts = engine.inspect(owner).config().runDir().resolve("hosts");
    Eventually.until("owner wrote", () -> sharedMemory(owner).resolve("x").toFile().exists());

    ContainerId id =
        start(
            "joined",
            sleeping()
                .namespaces(ALL_OF_OWNER)
                .network(NetworkSpec.of("owner"))
                .command(
                    "sh",
                    "-c",
                    "test $(hostname) = db || exit 1; test $HOSTNAME = db || exit 2;"
                        + "test $(cat /dev/shm/x) = shared || exit 3;"
                        + "grep -q '^127.0.0.1.*joined' /etc/hosts || exit 4;"
                        + "grep -q db /etc/hosts || exit 5; exit 0"));

    assertThat(engine.waitForExit(id, 1, LONG).code()).isZero();
    engine.cleanup(id);
    assertThat(Files.readString(hosts)).doesNotContain("joined").contains("db");
    assertThat(namespace(pid(owner), "net")).isNotNull();
  }

  private Path sharedMemory(ContainerId id) {
    return engine.inspect(id).config().staticDir().resolve("shm");
  }

  @Test
  @Rule({"NAMESPACES-3", "NETWORK-19", "DEPS-3"})
  void needsItsOwnerRunning() {
    ContainerId owner = create("owner", sleeping());
    ContainerId id = create("joined", sleeping().network(NetworkSpec.of("owner")));

    assertThatThrownBy(() -> engine.start(id))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_INVALID))
        .hasMessageContaining(owner.value());
    engine.startWithDependencies(id);

    assertThat(pid(owner)).isPositive();
    assertThatThrownBy(() -> engine.remove(owner, REMOVE))
        .isInstanceOfSatisfying(
            GantryException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DEPENDENCY_EXISTS));
    engine.removeWithDependents(owner, REMOVE);
    assertThat(engine.list()).isEmpty();
  }

  @Test
  @Rule({"NETWORK-19", "NAMESPACES-6"})
  void joinsOnlyWhatIsTheOwnersToShare() {
    create("owner", sleeping());
    create("host", sleeping().network(NetworkSpec.of(NetworkSpec.Mode.HOST)).security(hostPid()));
    create("joined", sleeping().network(NetworkSpec.of("owner")));

    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        sleeping().namespaces(new NamespaceSpec(null, "owner", null, null, null, null)));
    assertRefused(ErrorCode.INVALID_ARGUMENT, sleeping().network(NetworkSpec.of("host")));
    assertRefused(ErrorCode.INVALID_ARGUMENT, sleeping().network(NetworkSpec.of("joined")));
    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        sleeping().namespaces(new NamespaceSpec("host", null, null, null, null, null)));
    assertRefused(ErrorCode.CONFLICT, sleeping().network(NetworkSpec.of("nobody")));
  }

  private static SecuritySpec hostPid() {
    return new SecuritySpec(false, null, null, false, false, null, null, null, null, true, false);
  }

  private void assertRefused(ErrorCode code, ContainerSpec.Builder spec) {
    assertThatThrownBy(() -> create("other", spec))
        .isInstanceOfSatisfying(GantryException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
