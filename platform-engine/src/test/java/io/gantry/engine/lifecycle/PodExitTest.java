package io.gantry.engine.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.RestartPolicy;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.pod.PodSpec;
import io.gantry.engine.Rule;
import io.gantry.engine.pod.ExitPolicy;
import io.gantry.engine.state.PodMembership.Role;
import io.gantry.engine.state.PodRecord;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

class PodExitTest {
  private World world;

  @BeforeEach
  void open(@TempDir Path directory) {
    world = new World(directory);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private PodRecord pod(PodSpec.ExitPolicy policy) {
    return world.pod(PodSpec.DEFAULT.withExitPolicy(policy));
  }

  private ContainerId running(PodRecord pod, Role role) {
    ContainerId id = world.member(pod, role, spec -> spec);
    world.lifecycle.start(id);
    return id;
  }

  @Test
  @Rule({"POD-1", "POD-3", "CLEANUP-9"})
  void stopsThePodAfterItsLastMember() {
    PodRecord pod = pod(PodSpec.ExitPolicy.STOP);
    ContainerId infra = running(pod, Role.INFRA);
    ContainerId first = running(pod, Role.MEMBER);
    ContainerId last = running(pod, Role.MEMBER);

    world.end(first, 0);
    assertThat(world.state(infra)).isEqualTo(ContainerState.RUNNING);
    world.end(last, 1);

    assertThat(world.state(infra)).isEqualTo(ContainerState.EXITED);
    assertThat(world.record(infra).mounted()).isFalse();
    assertThat(world.exit(infra, 1).requestedBy()).contains(pod.name());
    assertThat(world.events()).contains("pod_stop");
  }

  @Test
  @Rule("POD-1")
  void leavesThePodAsItIsUnlessItsPolicyIsToStop() {
    PodRecord pod = pod(PodSpec.ExitPolicy.CONTINUE);
    ContainerId infra = running(pod, Role.INFRA);
    ContainerId last = running(pod, Role.MEMBER);
    ContainerId alone = world.running();

    world.end(last, 0);
    world.end(alone, 0);

    assertThat(world.state(infra)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.state(alone)).isEqualTo(ContainerState.EXITED);
  }

  @Test
  @Rule({"POD-1", "CLEANUP-9"})
  void saysWhichPodOfWhichContainerCannotBeFound() {
    PodRecord pod = pod(PodSpec.ExitPolicy.STOP);
    ContainerId id = running(pod, Role.MEMBER);
    world.podStore.remove(pod.id());
    world.host.exit(id, 0);

    assertThatThrownBy(() -> world.lifecycle.cleanup(id))
        .isInstanceOfSatisfying(
            GantryException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.NO_SUCH_POD);
              assertThat(e.object()).contains(id.value());
            })
        .hasMessageContaining(pod.id().value());

    assertThat(world.state(id)).isEqualTo(ContainerState.EXITED);
    assertThat(world.record(id).mounted()).isFalse();
  }

  @Test
  @Rule({"POD-2", "CLEANUP-9"})
  void leavesTheLookToAWorker() {
    PodRecord pod = pod(PodSpec.ExitPolicy.STOP);
    ContainerId infra = running(pod, Role.INFRA);
    ContainerId last = running(pod, Role.MEMBER);
    world.host.exit(last, 0);

    world.lifecycle.cleanup(last);

    assertThat(world.state(infra)).isEqualTo(ContainerState.RUNNING);
    world.workers.settle();
    assertThat(world.state(infra)).isEqualTo(ContainerState.EXITED);
  }

  @Test
  @Rule("POD-2")
  void forgetsALookAtAPodThatVanished() {
    PodRecord pod = pod(PodSpec.ExitPolicy.STOP);
    ContainerId infra = running(pod, Role.INFRA);
    ContainerId last = running(pod, Role.MEMBER);
    world.host.exit(last, 0);
    world.lifecycle.cleanup(last);

    world.podStore.remove(pod.id());
    world.workers.settle();

    assertThat(world.state(infra)).isEqualTo(ContainerState.RUNNING);
  }

  @ParameterizedTest
  @EnumSource(
      value = ContainerState.class,
      names = {"EXITED", "REMOVING", "STOPPING", "UNKNOWN"})
  @Rule("POD-3")
  void stopsBesideMembersThatAreOver(ContainerState state) {
    assertThat(infraAfterAnEndBeside(state)).isEqualTo(ContainerState.EXITED);
  }

  @ParameterizedTest
  @EnumSource(
      value = ContainerState.class,
      names = {"CONFIGURED", "CREATED", "RUNNING", "PAUSED", "STOPPED"})
  @Rule("POD-3")
  void goesOnForMembersThatAreNot(ContainerState state) {
    assertThat(infraAfterAnEndBeside(state)).isEqualTo(ContainerState.RUNNING);
  }

  private ContainerState infraAfterAnEndBeside(ContainerState other) {
    PodRecord pod = pod(PodSpec.ExitPolicy.STOP);
    ContainerId infra = running(pod, Role.INFRA);
    ContainerId beside = running(pod, Role.MEMBER);
    ContainerId last = running(pod, Role.MEMBER);
    world.force(beside, other);
    world.end(last, 0);
    return world.state(infra);
  }

  private ContainerId runningForEver(PodRecord pod) {
    ContainerId id =
        world.member(
            pod,
            Role.MEMBER,
            spec -> spec.restart(new RestartPolicy(RestartPolicy.Kind.ALWAYS, 0)));
    world.lifecycle.start(id);
    return id;
  }

  @Test
  @Rule("CLEANUP-9")
  void doesNotTakeTheEndBeforeARestartForTheLast() {
    PodRecord pod = pod(PodSpec.ExitPolicy.STOP);
    ContainerId infra = running(pod, Role.INFRA);
    ContainerId again = runningForEver(pod);

    world.end(again, 1);
    assertThat(world.state(infra)).isEqualTo(ContainerState.RUNNING);
    world.workers.timePasses();

    assertThat(world.state(again)).isEqualTo(ContainerState.RUNNING);
  }

  @Test
  @Rule("POD-3")
  void goesOnForAMemberThatIsStartedAgain() {
    PodRecord pod = pod(PodSpec.ExitPolicy.STOP);
    ContainerId infra = running(pod, Role.INFRA);
    ContainerId again = runningForEver(pod);
    ContainerId once = running(pod, Role.MEMBER);

    world.end(again, 1);
    world.end(once, 0);

    assertThat(world.state(infra)).isEqualTo(ContainerState.RUNNING);
  }

  @Test
  @Rule("POD-2")
  void logsWhatGoesWrongUnlessThePodVanished() {
    PodRecord pod = pod(PodSpec.ExitPolicy.STOP);
    running(pod, Role.INFRA);
    ContainerId last = running(pod, Role.MEMBER);
    PodRecord vanishing = pod(PodSpec.ExitPolicy.STOP);
    ContainerId other = running(vanishing, Role.MEMBER);
    world.host.failOn("signal 15", GantryException.of(ErrorCode.RUNTIME, "broken"));
    world.host.exit(other, 0);
    world.lifecycle.cleanup(other);
    world.podStore.remove(vanishing.id());
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Logger logger = (Logger) LoggerFactory.getLogger(ExitPolicy.class);
    logger.addAppender(log);

    world.end(last, 0);

    logger.detachAppender(log);
    assertThat(log.list)
        .singleElement()
        .extracting(ILoggingEvent::getFormattedMessage)
        .asString()
        .contains(pod.id().value());
  }

  @Test
  @Rule("POD-2")
  void comesBackWhenSomebodyHasThePodsLock() {
    PodRecord pod = pod(PodSpec.ExitPolicy.STOP);
    ContainerId infra = running(pod, Role.INFRA);
    ContainerId last = running(pod, Role.MEMBER);
    ContainerId other = world.member(pod, Role.MEMBER, spec -> spec);
    world.host.during(
        "runtime.start",
        () -> {
          world.host.exit(last, 0);
          world.lifecycle.cleanup(last);
          world.workers.settle();
        });

    world.pods.start(pod.id());
    world.force(other, ContainerState.EXITED);
    assertThat(world.state(infra)).isEqualTo(ContainerState.RUNNING);
    world.workers.timePasses();

    assertThat(world.state(infra)).isEqualTo(ContainerState.EXITED);
  }
}
