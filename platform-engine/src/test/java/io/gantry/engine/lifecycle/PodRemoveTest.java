package io.gantry.engine.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.pod.PodId;
import io.gantry.api.pod.PodSpec;
import io.gantry.engine.Rule;
import io.gantry.engine.pod.NewMember;
import io.gantry.engine.state.PodMembership.Role;
import io.gantry.engine.state.PodRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The removal of pods, and what becomes of them when it, or their creation, is cut off. */
class PodRemoveTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final RemoveOptions GENTLY = new RemoveOptions(false, false, null, null);

  private World world;

  @BeforeEach
  void open(@TempDir Path directory) throws IOException {
    world = new World(directory);
    Files.writeString(directory.resolve("init-program"), "waits");
  }

  @AfterEach
  void close() {
    world.close();
  }

  private PodRecord pod() {
    return world.pods.create(TenantId.DEFAULT, PodId.random(RANDOM), "web", PodSpec.DEFAULT);
  }

  private ContainerId add(PodRecord pod, ContainerSpec spec) {
    NewMember member = new NewMember(ContainerId.random(RANDOM), null, spec, Role.MEMBER);
    return world.pods.add(pod.id(), member).id();
  }

  private ContainerId add(PodRecord pod) {
    return add(pod, ContainerSpec.builder("image").build());
  }

  private static ContainerId infra(PodRecord pod) {
    return Objects.requireNonNull(pod.infra());
  }

  private static void assertFails(ErrorCode code, ThrowingCallable operation) {
    assertThatThrownBy(operation)
        .isInstanceOfSatisfying(GantryException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private void assertNothingIsLeft() {
    assertThat(world.store.list()).isEmpty();
    assertThat(world.pods.list()).isEmpty();
    assertThat(world.host.stored).isEmpty();
    assertThat(world.host.alive).isEmpty();
    assertThat(world.podHost.groups).isEmpty();
  }

  @Test
  @Rule("POD-10")
  void removesAPodThatHasNothingButItsInfraContainer() {
    PodRecord pod = pod();
    world.pods.start(pod.id());

    world.pods.remove(pod.id(), false, GENTLY);

    assertNothingIsLeft();
    assertThat(world.events()).contains("pod_remove");
    world.pods.remove(pod.id(), false, GENTLY);
  }

  @Test
  @Rule("POD-10")
  void removesMembersOnRequestOnly() {
    PodRecord pod = pod();
    ContainerId member = add(pod);

    assertFails(ErrorCode.CONTAINER_EXISTS, () -> world.pods.remove(pod.id(), false, World.FORCED));
    world.pods.start(pod.id());
    assertFails(ErrorCode.STATE_INVALID, () -> world.pods.remove(pod.id(), true, GENTLY));

    assertThat(world.state(member)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.pods.inspect(pod.id())).isEqualTo(pod);
    world.pods.remove(pod.id(), true, World.FORCED);
    assertNothingIsLeft();
  }

  @Test
  @Rule("POD-10")
  void removesDependentsFirstAndTheInfraContainerLast() {
    PodRecord pod = pod();
    ContainerId needed = add(pod);
    add(pod, PodSpecs.requiring(needed).build());
    List<List<ContainerId>> left = new ArrayList<>();
    List<Boolean> held = new ArrayList<>();
    world.beforeSave =
        point -> {
          if (point.equals("remove.deleted")) {
            left.add(world.pods.members(pod.id()));
            held.add(world.pods.inspect(pod.id()).infra() != null);
          }
        };

    world.pods.remove(pod.id(), true, World.FORCED);

    assertThat(left).hasSize(3);
    assertThat(left.get(1)).containsExactlyInAnyOrder(infra(pod), needed);
    assertThat(left.get(2)).containsExactly(infra(pod));
    assertThat(held).containsExactly(true, true, false);
  }

  @Test
  @Rule("POD-10")
  void takesAnotherOrderWithForceIfTheGraphIsBroken() {
    PodRecord pod = pod();
    ContainerId first = add(pod);
    ContainerId second = add(pod, PodSpecs.requiring(first).build());
    world.needEachOther(first, second);

    assertFails(ErrorCode.INTERNAL, () -> world.pods.remove(pod.id(), true, GENTLY));
    world.pods.remove(pod.id(), true, World.FORCED);

    assertNothingIsLeft();
  }

  @Test
  @Rule("POD-10")
  void goesOnWithARemovalThatFailed() {
    PodRecord pod = pod();
    ContainerId member = add(pod);
    world.host.failOn("root.delete", GantryException.of(ErrorCode.STORAGE, "broken"));

    assertFails(ErrorCode.POD_PARTIAL, () -> world.pods.remove(pod.id(), true, World.FORCED));
    assertThat(world.state(member)).isEqualTo(ContainerState.REMOVING);
    assertFails(ErrorCode.STATE_INVALID, () -> add(pod));
    assertFails(ErrorCode.STATE_INVALID, () -> world.member(pod, Role.MEMBER, spec -> spec));
    assertFails(ErrorCode.STATE_INVALID, () -> world.pods.start(pod.id()));
    world.pods.remove(pod.id(), true, World.FORCED);

    assertNothingIsLeft();
  }

  @Test
  @Rule("POD-10")
  void leavesAPodUsableThatWasNotToBeRemovedSo() {
    PodRecord pod = pod();
    ContainerId member = add(pod);
    world.host.sessions.add(member);

    assertFails(ErrorCode.POD_PARTIAL, () -> world.pods.remove(pod.id(), true, GENTLY));
    world.pods.start(pod.id());

    assertThat(world.state(member)).isEqualTo(ContainerState.RUNNING);
  }

  @Test
  @Rule({"POD-5", "STORAGE-11"})
  void leavesNothingOfAPodWhoseInfraContainerCannotBeMade() {
    world.host.failOn("root.create", GantryException.of(ErrorCode.STORAGE, "broken"));

    assertFails(ErrorCode.STORAGE, this::pod);

    assertNothingIsLeft();
  }

  /** The row says that it is being made, or removed; what is there of the rest depends. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Rule({"POD-10", "REMOVAL-14"})
  void freesWhatACrashLeftOfAPod(boolean withInfra) {
    PodRecord pod = pod();
    if (!withInfra) {
      world.podStore.save(pod.withoutInfra());
      world.lifecycle.remove(infra(pod), World.FORCED);
    }
    world.podStore.save(pod.in(PodRecord.Phase.CREATING));

    world.pods.recover(world.exitPolicy);

    assertNothingIsLeft();
  }

  @Test
  @Rule({"POD-10", "REMOVAL-14"})
  void finishesARemovalAfterACrash() {
    PodRecord pod = pod();
    add(pod);
    world.pods.start(pod.id());
    world.podStore.save(pod.in(PodRecord.Phase.REMOVING).withoutInfra());

    world.pods.recover(world.exitPolicy);

    assertNothingIsLeft();
  }

  @Test
  @Rule({"POD-10", "REMOVAL-14"})
  void freesInfraContainersAndGroupsWithoutAPod() {
    PodRecord pod = pod();
    world.pods.start(pod.id());
    PodRecord whole = pod("kept");
    world.podStore.remove(pod.id());

    world.pods.recover(world.exitPolicy);

    assertThat(world.store.find(infra(pod))).isEmpty();
    assertThat(world.store.find(infra(whole))).isPresent();
    assertThat(world.podHost.groups).containsExactly(whole.id());
  }

  private PodRecord pod(String name) {
    return world.pods.create(TenantId.DEFAULT, PodId.random(RANDOM), name, PodSpec.DEFAULT);
  }

  @Test
  @Rule("POD-10")
  void removesAPodWhoseInfraContainerIsGone() {
    PodRecord pod = pod();
    ContainerId member = add(pod);
    world.store.remove(world.config(infra(pod)), world.lastChange(infra(pod)));

    world.pods.remove(pod.id(), true, World.FORCED);

    assertThat(world.store.find(member)).isEmpty();
    assertThat(world.pods.list()).isEmpty();
  }

  @Test
  @Rule({"POD-2", "POD-3"})
  void stopsAPodWhoseLastEndACrashCutOff() {
    PodRecord pod = world.pod(PodSpec.DEFAULT.withExitPolicy(PodSpec.ExitPolicy.STOP));
    ContainerId infra = started(pod, Role.INFRA);
    PodRecord fresh = world.pod(PodSpec.DEFAULT.withExitPolicy(PodSpec.ExitPolicy.STOP));
    ContainerId freshInfra = started(fresh, Role.INFRA);
    world.force(started(pod, Role.MEMBER), ContainerState.EXITED);

    world.pods.recover(world.exitPolicy);
    world.workers.settle();

    assertThat(world.state(infra)).isEqualTo(ContainerState.EXITED);
    assertThat(world.state(freshInfra)).isEqualTo(ContainerState.RUNNING);
  }

  private ContainerId started(PodRecord pod, Role role) {
    ContainerId id = world.member(pod, role, spec -> spec);
    world.lifecycle.start(id);
    return id;
  }
}
