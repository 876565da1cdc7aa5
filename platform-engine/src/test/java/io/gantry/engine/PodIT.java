package io.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.PortMapping;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.pod.PodId;
import io.gantry.api.pod.PodSpec;
import io.gantry.api.pod.PodState;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.lifecycle.RemoveOptions;
import io.gantry.engine.pod.NewMember;
import io.gantry.engine.state.PodMembership.Role;
import io.gantry.engine.state.PodRecord;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pods of real containers. */
@RequiresHost({"root", "runc", "conmon", "busybox", "netavark", "iptables", "catatonit"})
class PodIT {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final RemoveOptions FORCE = new RemoveOptions(true, true, Duration.ZERO, "test");
  private static final NetworkSpec NO_NETWORK = NetworkSpec.of(NetworkSpec.Mode.NONE);
  private static final PodSpec QUIET = new PodSpec(null, false, null, NO_NETWORK, null, null);
  private static final SecureRandom RANDOM = new SecureRandom();

  private Path directory;
  private Engine engine;

  @BeforeEach
  void open(@TempDir Path temporary) {
    directory = temporary;
    engine = Engine.open(config());
    Busybox.importInto(engine.images());
  }

  private EngineConfig config() {
    return EngineConfig.of(directory.resolve("home"), directory.resolve("run"));
  }

  @AfterEach
  void purge() {
    engine.purge();
    engine.close();
    assertThat(Remains.in(directory)).isEmpty();
    assertThat(groups()).isEmpty();
  }

  /** The control groups of this engine. */
  private List<Path> groups() {
    String parent = config().cgroupParent().substring(1);
    return Stream.of("pids", "memory", ".")
        .map(hierarchy -> Path.of("/sys/fs/cgroup", hierarchy, parent))
        .filter(Files::isDirectory)
        .toList();
  }

  private PodRecord pod(PodSpec spec) {
    return engine.pods().create(TenantId.DEFAULT, PodId.random(RANDOM), "web", spec);
  }

  private ContainerId add(PodRecord pod, Role role, String script) {
    return add(
        pod, role, ContainerSpec.builder(Busybox.REFERENCE).command("sh", "-c", script).build());
  }

  private ContainerId add(PodRecord pod, Role role, ContainerSpec spec) {
    NewMember member = new NewMember(ContainerId.random(RANDOM), null, spec, role);
    return engine.pods().add(pod.id(), member).id();
  }

  private static ContainerId infra(PodRecord pod) {
    return Objects.requireNonNull(pod.infra());
  }

  private int pid(ContainerId id) {
    return engine.inspect(id).pid().orElseThrow();
  }

  private Path namespace(ContainerId id, String type) throws IOException {
    return Files.readSymbolicLink(Path.of("/proc/" + pid(id) + "/ns/" + type));
  }

  @Test
  @Rule({"POD-4", "POD-5", "POD-7", "OCISPEC-9", "STORAGE-17"})
  void sharesNamespacesAndOneGroup() throws IOException {
    PodRecord pod = pod(QUIET);
    ContainerId one = add(pod, Role.MEMBER, "sleep 1000");
    ContainerId two = add(pod, Role.MEMBER, "sleep 1000");

    engine.pods().start(pod.id());

    assertThat(engine.pods().state(pod.id())).isEqualTo(PodState.RUNNING);
    for (String type : List.of("net", "ipc", "uts")) {
      assertThat(namespace(one, type)).isEqualTo(namespace(infra(pod), type));
      assertThat(namespace(two, type)).isEqualTo(namespace(infra(pod), type));
    }
    assertThat(namespace(one, "pid")).isNotEqualTo(namespace(two, "pid"));
    for (ContainerId id : List.of(one, two, infra(pod))) {
      assertThat(Path.of("/proc/" + pid(id) + "/cgroup"))
          .content()
          .contains("/gantry-pod-" + pod.id() + "/gantry-" + id);
    }
    assertThatThrownBy(() -> engine.find(TenantId.DEFAULT, "web")).hasMessageContaining("pod");
    engine.pods().stop(pod.id(), Duration.ZERO, "test");
    assertThat(engine.pods().state(pod.id())).isEqualTo(PodState.EXITED);
  }

  @Test
  @Rule({"POD-5", "NETWORK-16"})
  void publishesThePortsOfAllAtTheInfraContainer() throws Exception {
    int port = freePort();
    NetworkSpec network = NetworkSpec.BRIDGE.withPorts(new PortMapping(null, port, 80, null));
    PodRecord pod = pod(new PodSpec("host", false, null, network, null, null));
    ContainerId id =
        add(
            pod,
            Role.MEMBER,
            "test $(hostname) = host || exit 1; grep -q host /etc/hosts || exit 2;"
                + " test -e /sys/class/net/eth0 || exit 3; exit 42");

    engine.pods().start(pod.id());

    assertThat(engine.waitForExit(id, 1, LONG).code()).isEqualTo(42);
    ContainerInspect inspect = engine.inspect(infra(pod));
    assertThat(Objects.requireNonNull(inspect.record().network()).addresses()).hasSize(1);
    assertThat(engine.inspect(id).record().network()).isNull();
    assertThatThrownBy(() -> new ServerSocket(port).close()).isInstanceOf(IOException.class);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  @Rule({"POD-1", "POD-3", "CLEANUP-9"})
  void endsWithItsLastMember() throws InterruptedException {
    PodRecord pod = pod(QUIET.withExitPolicy(PodSpec.ExitPolicy.STOP));
    ContainerId one = add(pod, Role.MEMBER, "exit 3");
    ContainerId two = add(pod, Role.MEMBER, "sleep 1000");
    engine.pods().start(pod.id());

    assertThat(engine.waitForExit(one, 1, LONG).code()).isEqualTo(3);
    Eventually.until("cleaned", () -> state(one) == ContainerState.EXITED);
    assertThat(state(infra(pod))).isEqualTo(ContainerState.RUNNING);
    engine.kill(two, "KILL", null);

    Eventually.until("stopped", () -> state(infra(pod)) == ContainerState.EXITED);
    assertThat(engine.pods().state(pod.id())).isEqualTo(PodState.EXITED);
  }

  private ContainerState state(ContainerId id) {
    return engine.inspect(id).record().state();
  }

  @Test
  @Rule({"POD-7", "DEPS-9"})
  void runsInitContainersFirst() {
    PodRecord pod = pod(QUIET);
    ContainerId init = add(pod, Role.INIT_ONCE, "echo ready > /dev/shm/x");
    ContainerId member =
        add(pod, Role.MEMBER, "test $(cat /dev/shm/x) = ready || exit 1; sleep 1000");

    engine.pods().start(pod.id());

    assertThat(engine.find(init)).isEmpty();
    assertThat(state(member)).isEqualTo(ContainerState.RUNNING);
  }

  @Test
  @Rule("POD-7")
  void tellsWhichDidNotStart() {
    PodRecord pod = pod(QUIET);
    ContainerId broken =
        add(pod, Role.MEMBER, ContainerSpec.builder(Busybox.REFERENCE).command("/no/such").build());
    ContainerId fine = add(pod, Role.MEMBER, "sleep 1000");

    assertThatThrownBy(() -> engine.pods().start(pod.id()))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.POD_PARTIAL))
        .hasMessageContaining(broken.shortId());

    assertThat(state(fine)).isEqualTo(ContainerState.RUNNING);
    assertThat(engine.pods().state(pod.id())).isEqualTo(PodState.DEGRADED);
  }

  @Test
  @Rule({"POD-4", "NAMESPACES-3"})
  void sharesProcessesOnRequest() throws IOException {
    PodSpec spec = new PodSpec(null, false, EnumSet.of(PodSpec.Shared.PID), null, null, null);
    PodRecord pod = pod(spec);
    ContainerId id =
        add(
            pod,
            Role.MEMBER,
            ContainerSpec.builder(Busybox.REFERENCE)
                .network(NO_NETWORK)
                .command("sleep", "1000")
                .build());

    engine.pods().start(pod.id());

    assertThat(namespace(id, "pid")).isEqualTo(namespace(infra(pod), "pid"));
    assertThat(namespace(id, "net")).isNotEqualTo(namespace(infra(pod), "net"));
  }

  @Test
  @Rule("POD-10")
  void leavesNothing() {
    PodRecord pod = pod(QUIET);
    add(pod, Role.MEMBER, "sleep 1000");
    engine.pods().start(pod.id());
    assertThat(groups()).isNotEmpty();

    engine.pods().remove(pod.id(), true, FORCE);

    assertThat(engine.list()).isEmpty();
    assertThat(engine.pods().list()).isEmpty();
    assertThat(groups())
        .allSatisfy(group -> assertThat(group.resolve("gantry-pod-" + pod.id())).doesNotExist());
  }

  @Test
  void runsOnWithoutTheEngine() {
    PodRecord pod = pod(QUIET);
    ContainerId id = add(pod, Role.MEMBER, "sleep 1000");
    engine.pods().start(pod.id());
    int pid = pid(id);
    engine.close();

    engine = Engine.open(config());

    assertThat(engine.pods().state(pod.id())).isEqualTo(PodState.RUNNING);
    assertThat(pid(id)).isEqualTo(pid);
    engine.pods().pause(pod.id());
    assertThat(engine.pods().state(pod.id())).isEqualTo(PodState.PAUSED);
    engine.pods().unpause(pod.id());
    assertThat(engine.stats(id).pids()).isPositive();
  }
}
