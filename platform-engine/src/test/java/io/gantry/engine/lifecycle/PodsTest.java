package io.gantry.engine.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.ExitCause;
import io.gantry.api.container.TenantId;
import io.gantry.api.container.UserNamespaceSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.pod.PodId;
import io.gantry.api.pod.PodSpec;
import io.gantry.api.pod.PodState;
import io.gantry.engine.Eventually;
import io.gantry.engine.Rule;
import io.gantry.engine.pod.NewMember;
import io.gantry.engine.state.PodMembership.Role;
import io.gantry.engine.state.PodRecord;
import io.gantry.engine.validation.ContainerNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PodsTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final PodSpec WITHOUT_INFRA = new PodSpec(null, true, null, null, null, null);

  private World world;
  private int added;

  @BeforeEach
  void open(@TempDir Path directory) throws IOException {
    world = new World(directory);
    Files.writeString(directory.resolve("init-program"), "waits");
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static void assertFails(ErrorCode code, ThrowingCallable operation) {
    assertThatThrownBy(operation)
        .isInstanceOfSatisfying(GantryException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private PodRecord pod(String name) {
    return pod(name, PodSpec.DEFAULT);
  }

  private PodRecord pod(String name, PodSpec spec) {
    return world.pods.create(TenantId.DEFAULT, PodId.random(RANDOM), name, spec);
  }

  private ContainerId add(PodRecord pod, Role role) {
    return add(pod, role, ContainerSpec.builder("image").build());
  }

  private ContainerId add(PodRecord pod, Role role, ContainerSpec spec) {
    world.pass(Duration.ofSeconds(1)); // the order of their ids is the other way round
    ContainerId id = new ContainerId("%012x".formatted(0xfff000 - ++added) + "0".repeat(52));
    NewMember member = new NewMember(id, null, spec, role);
    return world.pods.add(pod.id(), member).id();
  }

  private static ContainerId infra(PodRecord pod) {
    return Objects.requireNonNull(pod.infra());
  }

  @Test
  @Rule("POD-5")
  void makesTheInfraContainerWithThePod() {
    PodRecord pod = pod("web");

    assertThat(world.config(infra(pod)).name()).isEqualTo(pod.id().shortId() + "-infra");
    ContainerSpec spec = world.config(infra(pod)).spec();
    assertThat(spec.hostname()).isEqualTo("web");
    assertThat(spec.resources().pidsLimit()).isEqualTo(-1);
    assertThat(Path.of(String.valueOf(spec.root().path())).resolve("pause")).hasContent("waits");
    assertThat(world.events()).contains("pod_create");
    assertThat(world.pods.create(TenantId.DEFAULT, pod.id(), "web", PodSpec.DEFAULT))
        .isEqualTo(pod);
  }

  @Test
  @Rule("POD-5")
  void hasItsMembersNeedAndJoinTheInfraContainer() {
    PodRecord pod = pod("web");

    ContainerId id = add(pod, Role.MEMBER);

    assertThat(world.config(id).sharing().network()).isEqualTo(pod.infra());
    assertThat(world.config(id).sharing().ipc()).isEqualTo(pod.infra());
    assertThat(world.config(id).sharing().uts()).isEqualTo(pod.infra());
    assertThat(world.config(id).sharing().pid()).isNull();
    assertThat(world.config(id).sharing().required()).containsExactly(infra(pod));
  }

  @Test
  @Rule({"POD-5", "REMOVAL-2", "REMOVAL-4"})
  void keepsTheInfraContainerAsLongAsThePod() {
    PodRecord pod = pod("web");

    assertFails(
        ErrorCode.DEPENDENCY_EXISTS, () -> world.lifecycle.remove(infra(pod), World.FORCED));
    assertFails(ErrorCode.DEPENDENCY_EXISTS, () -> world.lifecycle.evict(infra(pod), "me"));

    assertThat(world.state(infra(pod))).isEqualTo(ContainerState.CONFIGURED);
  }

  @Test
  @Rule("POD-4")
  void sharesNothingWithoutAnInfraContainer() {
    PodRecord pod = pod("plain", WITHOUT_INFRA);

    ContainerId id = add(pod, Role.MEMBER);

    assertThat(pod.infra()).isNull();
    assertThat(pod.spec().exitPolicy()).isEqualTo(PodSpec.ExitPolicy.CONTINUE);
    assertThat(world.config(id).sharing().needed()).isEmpty();
    assertThatThrownBy(() -> new PodSpec(null, true, PodSpec.DEFAULT.share(), null, null, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Rule({"POD-11", "STORAGE-17", "STORAGE-14"})
  void sharesOneSpaceOfNamesWithContainers() {
    ContainerId container = world.create();
    String taken = world.config(container).name();
    PodRecord pod = pod("web");

    assertFails(ErrorCode.NAME_DUPLICATE, () -> pod(taken));
    assertFails(ErrorCode.NAME_DUPLICATE, () -> pod("web"));
    assertFails(ErrorCode.NAME_DUPLICATE, () -> world.lifecycle.rename(container, "web"));
    assertFails(
        ErrorCode.CONFLICT,
        () ->
            world.pods.create(
                TenantId.DEFAULT, new PodId(container.value()), "other", PodSpec.DEFAULT));
    assertFails(
        ErrorCode.CONTAINER_EXISTS,
        () ->
            world.lifecycle.create(
                world.config(
                    new ContainerId(pod.id().value()),
                    "other",
                    ContainerSpec.builder("image").build())));
    assertThat(world.pods.list()).containsExactly(pod);
    assertThat(world.host.stored).hasSize(2);
  }

  @Test
  @Rule("POD-11")
  void triesAnotherNameIfAGeneratedOneIsTaken() {
    String next = new ContainerNames(new Random(World.SEED)).name(name -> name);
    ContainerId holder = world.create();
    world.lifecycle.rename(holder, next);

    PodRecord pod = world.pods.create(TenantId.DEFAULT, PodId.random(RANDOM), null, WITHOUT_INFRA);

    assertThat(pod.name()).matches("[a-z]+_[a-z]+_[0-9]+").isNotEqualTo(next);
    assertThat(world.pods.find(TenantId.DEFAULT, pod.name())).contains(pod);
  }

  @Test
  @Rule("STORAGE-14")
  void keepsNeedsInsideThePod() {
    ContainerId outside = world.create();
    PodRecord pod = pod("web");
    ContainerId inside = add(pod, Role.MEMBER);

    assertFails(ErrorCode.INVALID_ARGUMENT, () -> world.needing(inside));
    assertFails(
        ErrorCode.INVALID_ARGUMENT,
        () -> add(pod, Role.MEMBER, PodSpecs.requiring(outside).build()));
  }

  @Test
  @Rule("IDMAP-2")
  void hasItsMembersTakeTheIdsOfTheirPod() {
    UserNamespaceSpec automatic =
        new UserNamespaceSpec(UserNamespaceSpec.Mode.AUTO, 100L, null, null);
    ContainerSpec spec = PodSpecs.withUsers(automatic).build();

    ContainerId member = add(pod("web"), Role.MEMBER, spec);
    ContainerId alone = add(pod("plain", WITHOUT_INFRA), Role.MEMBER, spec);

    assertThat(world.config(member).spec().namespaces().users()).isEqualTo(UserNamespaceSpec.HOST);
    assertThat(world.config(alone).spec().namespaces().users()).isEqualTo(automatic);
  }

  static Stream<Arguments> specsOfThePodsOwn() {
    return PodSpecs.refused().map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("specsOfThePodsOwn")
  @Rule("POD-6")
  void refusesWhatIsThePods(ContainerSpec spec) {
    PodRecord pod = pod("web");

    assertFails(ErrorCode.INVALID_ARGUMENT, () -> add(pod, Role.MEMBER, spec));

    assertThat(world.pods.members(pod.id())).containsExactly(infra(pod));
    assertThat(add(pod("plain", WITHOUT_INFRA), Role.MEMBER, spec)).isNotNull();
  }

  @Test
  @Rule({"POD-7", "DEPS-9", "START-9"})
  void startsEachAfterWhatItNeedsAndLeavesAloneWhatRuns() {
    PodRecord pod = pod("web");
    ContainerId first = add(pod, Role.MEMBER);
    ContainerId second = add(pod, Role.MEMBER, PodSpecs.requiring(first).build());

    world.pods.start(pod.id());
    world.pods.start(pod.id());

    assertThat(world.pods.state(pod.id())).isEqualTo(PodState.RUNNING);
    assertThat(startOrder()).containsSubsequence(infra(pod), first, second);
    assertThat(world.record(second).run()).isEqualTo(1);
    assertThat(world.events()).contains("pod_start");
  }

  /** Containers in the order in which they came to run. */
  private List<ContainerId> startOrder() {
    return world.reports().stream()
        .filter(report -> report.event() != null && report.event().action().equals("start"))
        .map(report -> report.event().container())
        .toList();
  }

  @Test
  @Rule({"POD-7", "DEPS-9"})
  void tellsOfEachThatDidNotStart() {
    PodRecord pod = pod("web");
    ContainerId broken = add(pod, Role.MEMBER);
    ContainerId needing = add(pod, Role.MEMBER, PodSpecs.requiring(broken).build());
    ContainerId fine = add(pod, Role.MEMBER);
    world.lifecycle.start(infra(pod));
    world.force(broken, ContainerState.UNKNOWN);

    assertThatThrownBy(() -> world.pods.start(pod.id()))
        .isInstanceOfSatisfying(
            GantryException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.POD_PARTIAL);
              assertThat(e.getSuppressed())
                  .extracting(failure -> ((GantryException) failure).object())
                  .containsExactlyInAnyOrder("container " + broken, "container " + needing);
            })
        .hasMessageContainingAll(broken.shortId(), needing.shortId(), "did not start");

    assertThat(world.state(fine)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.state(needing)).isEqualTo(ContainerState.CONFIGURED);
  }

  @Test
  @Rule({"POD-7", "DEPS-9"})
  void runsInitContainersToTheirEndBeforeTheOthers() {
    PodRecord pod = pod("web");
    ContainerId member = add(pod, Role.MEMBER);
    ContainerId always = add(pod, Role.INIT);
    ContainerId once = add(pod, Role.INIT_ONCE);
    ContainerId service = add(pod, Role.SERVICE);

    CompletableFuture<Void> start = startAside(pod);
    endAsSoonAsItRuns(always, 0);
    assertThat(world.state(service)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.state(member)).isEqualTo(ContainerState.CONFIGURED);
    endAsSoonAsItRuns(once, 0);
    start.join();

    assertThat(startOrder()).containsExactly(infra(pod), service, always, once, member);
    assertThat(world.store.find(once)).isEmpty();
    assertThat(world.state(always)).isEqualTo(ContainerState.EXITED);
    CompletableFuture<Void> again = startAside(pod);
    endAsSoonAsItRuns(always, 0);
    again.join();
    assertThat(world.record(always).run()).isEqualTo(2);
  }

  @Test
  @Rule("POD-7")
  void startsNothingAfterAnInitContainerThatFailed() {
    PodRecord pod = pod("web");
    ContainerId member = add(pod, Role.MEMBER);
    ContainerId init = add(pod, Role.INIT_ONCE);

    CompletableFuture<Void> start = startAside(pod);
    endAsSoonAsItRuns(init, 3);

    assertThatThrownBy(start::join)
        .hasCauseInstanceOf(GantryException.class)
        .hasMessageContainingAll(init.shortId(), "ended with 3");
    assertThat(world.state(member)).isEqualTo(ContainerState.CONFIGURED);
    assertThat(world.state(init)).isEqualTo(ContainerState.EXITED);
  }

  @Test
  @Rule("POD-7")
  void locksNobodyOutWhileAnInitContainerRuns() {
    PodRecord pod = pod("web");
    ContainerId init = add(pod, Role.INIT);
    CompletableFuture<Void> start = startAside(pod);
    Eventually.until("it runs", () -> world.state(init) == ContainerState.RUNNING);
    Eventually.until("it waits", () -> world.pods.state(pod.id()) == PodState.RUNNING);

    world.pods.remove(pod.id(), true, World.FORCED);
    world.workers.settle();

    assertThatThrownBy(start::join).hasCauseInstanceOf(GantryException.class);
    assertThat(world.store.list()).isEmpty();
    assertThat(world.pods.list()).isEmpty();
  }

  private CompletableFuture<Void> startAside(PodRecord pod) {
    return CompletableFuture.runAsync(() -> world.pods.start(pod.id()));
  }

  private void endAsSoonAsItRuns(ContainerId id, int code) {
    Eventually.until("it runs", () -> world.state(id) == ContainerState.RUNNING);
    world.end(id, code);
  }

  @Test
  @Rule("POD-8")
  void doesToEachWhateverBecomesOfTheOthers() {
    PodRecord pod = pod("web");
    ContainerId first = add(pod, Role.MEMBER);
    ContainerId second = add(pod, Role.MEMBER);
    ContainerId idle = add(pod, Role.MEMBER);
    world.lifecycle.start(infra(pod));
    world.lifecycle.start(first);
    world.lifecycle.start(second);

    world.pods.pause(pod.id());
    assertThat(world.host.frozen).containsExactlyInAnyOrder(infra(pod), first, second);
    world.host.failOn("runtime.resume", GantryException.of(ErrorCode.RUNTIME, "broken"));
    assertFails(ErrorCode.POD_PARTIAL, () -> world.pods.unpause(pod.id()));
    assertThat(world.host.frozen).hasSize(1);
    world.pods.unpause(pod.id());
    world.pods.kill(pod.id(), "KILL", "me");
    world.workers.settle();

    assertThat(world.exit(first, 1).code()).isEqualTo(137);
    assertThat(world.exit(second, 1).requestedBy()).isEqualTo("me");
    assertThat(world.state(idle)).isEqualTo(ContainerState.CONFIGURED);
    assertThat(world.pods.state(pod.id())).isEqualTo(PodState.STOPPED);
    assertThat(world.events()).contains("pod_pause", "pod_unpause", "pod_kill");
  }

  @Test
  @Rule("POD-8")
  void stopsAndCleansUpWhatRunsAndLeavesOutTheRest() {
    PodRecord pod = pod("web");
    ContainerId member = add(pod, Role.MEMBER);
    ContainerId idle = add(pod, Role.MEMBER);
    world.lifecycle.start(infra(pod));
    world.lifecycle.start(member);

    world.pods.stop(pod.id(), null, "me");
    world.pods.stop(pod.id(), null, "me");
    world.pods.cleanup(pod.id());

    assertThat(world.exit(member, 1).cause()).isEqualTo(ExitCause.REQUESTED);
    assertThat(world.state(member)).isEqualTo(ContainerState.EXITED);
    assertThat(world.state(infra(pod))).isEqualTo(ContainerState.EXITED);
    assertThat(world.state(idle)).isEqualTo(ContainerState.CONFIGURED);
  }

  @Test
  @Rule({"POD-7", "POD-8"})
  void restartsAllInOrderOrNothing() {
    PodRecord pod = pod("web");
    ContainerId first = add(pod, Role.MEMBER);
    ContainerId second = add(pod, Role.MEMBER, PodSpecs.requiring(first).build());
    world.pods.start(pod.id());

    world.pods.restart(pod.id(), null, "me");

    assertThat(world.exit(first, 1).requestedBy()).isEqualTo("me");
    assertThat(world.pods.state(pod.id())).isEqualTo(PodState.RUNNING);
    assertThat(world.record(second).run()).isEqualTo(2);
    assertThat(startOrder()).endsWith(infra(pod), first, second);
    assertThat(world.events()).contains("pod_restart");
    world.host.failOn("signal 15", GantryException.of(ErrorCode.RUNTIME, "broken"));
    assertFails(ErrorCode.POD_PARTIAL, () -> world.pods.restart(pod.id(), null, "me"));
    assertThat(startOrder()).hasSize(6);
  }

  @Test
  @Rule("DEPS-2")
  void startsAMemberBesideAPausedInfraContainer() {
    PodRecord pod = pod("web");
    ContainerId member = add(pod, Role.MEMBER);
    world.lifecycle.start(infra(pod));
    world.lifecycle.pause(infra(pod));

    world.lifecycle.start(member);

    assertThat(world.state(member)).isEqualTo(ContainerState.RUNNING);
  }

  static Stream<Arguments> states() {
    return Stream.of(
        Arguments.of(PodState.CREATED, List.of()),
        Arguments.of(PodState.RUNNING, List.of("RUNNING", "RUNNING")),
        Arguments.of(PodState.DEGRADED, List.of("RUNNING", "EXITED")),
        Arguments.of(PodState.DEGRADED, List.of("UNKNOWN", "RUNNING")),
        Arguments.of(PodState.PAUSED, List.of("PAUSED", "PAUSED")),
        Arguments.of(PodState.EXITED, List.of("EXITED", "STOPPED")),
        Arguments.of(PodState.STOPPED, List.of("EXITED", "CONFIGURED")),
        Arguments.of(PodState.STOPPED, List.of("PAUSED", "STOPPED", "UNKNOWN")),
        Arguments.of(PodState.ERROR, List.of("UNKNOWN", "CREATED")),
        Arguments.of(PodState.ERROR, List.of("STOPPING", "PAUSED")),
        Arguments.of(PodState.CREATED, List.of("CREATED", "CONFIGURED")),
        Arguments.of(PodState.CREATED, List.of("PAUSED", "CREATED")));
  }

  @ParameterizedTest
  @MethodSource("states")
  @Rule("POD-9")
  void isWhatItsContainersAre(PodState state, List<String> containers) {
    PodRecord pod = pod("plain", WITHOUT_INFRA);
    for (String container : containers) {
      world.force(add(pod, Role.MEMBER), ContainerState.valueOf(container));
    }

    assertThat(world.pods.state(pod.id())).isEqualTo(state);
  }
}
