package io.gantry.engine.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.HealthSpec;
import io.gantry.api.container.HealthSpec.OnFailure;
import io.gantry.api.container.HealthState;
import io.gantry.api.container.RestartPolicy;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.Rule;
import io.gantry.engine.health.HealthLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HealthCheckTest {
  private static final Duration INTERVAL = Duration.ofSeconds(7);

  private World world;

  @BeforeEach
  void open(@TempDir Path directory) {
    world = new World(directory);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static HealthSpec health(int retries, Duration startPeriod, OnFailure onFailure) {
    return new HealthSpec(List.of("CMD", "test"), INTERVAL, null, retries, startPeriod, onFailure);
  }

  private ContainerId running(HealthSpec health) {
    return world.running(spec -> spec.health(health));
  }

  /** Checks that fail, as the timer wakes them. */
  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      world.host.health.codes.add(1);
      world.workers.timePasses();
    }
  }

  @Test
  @Rule({"START-6", "HEALTH-1", "HEALTH-2"})
  void begins() {
    ContainerId id = running(health(3, Duration.ZERO, OnFailure.NONE));

    assertThat(world.record(id).health()).isEqualTo(HealthState.STARTING);
    assertThat(world.host.health.kept.get(id)).isEqualTo(HealthLog.starting());
    assertThat(world.workers.delays).contains(INTERVAL);
  }

  @Test
  @Rule("START-6")
  void isNotThereForTheWordNone() {
    ContainerId id = running(HealthSpec.of("NONE"));

    assertThat(world.record(id).health()).isNull();
    assertThat(world.host.health.kept).isEmpty();
    assertThat(world.workers.delays).isEmpty();
    assertThatThrownBy(() -> world.lifecycle.checkHealth(id))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
  }

  @Test
  @Rule({"START-6", "INIT-13"})
  void startsTheContainerWhateverItsOwnFailure() {
    world.host.health.failure = GantryException.of(ErrorCode.NO_SPACE, "no room for the log");

    ContainerId id = running(health(3, Duration.ZERO, OnFailure.NONE));

    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.workers.delays).contains(INTERVAL);
  }

  @Test
  @Rule({"INIT-13", "HEALTH-2"})
  void hasItsTimerMadeAtInitAndStartedAtStart() {
    ContainerId id = world.create(spec -> spec.health(health(3, Duration.ZERO, OnFailure.NONE)));

    world.lifecycle.init(id);
    assertThat(world.workers.delays).doesNotContain(INTERVAL);
    world.lifecycle.start(id);

    assertThat(world.workers.delays).contains(INTERVAL);
    assertThat(world.events()).contains("init");
  }

  @Test
  @Rule({"CLEANUP-2", "HEALTH-2"})
  void hasItsTimerRemovedAtCleanup() {
    ContainerId id = running(health(3, Duration.ZERO, OnFailure.NONE));

    world.end(id, 0);
    world.workers.delays.clear();
    world.workers.timePasses();
    assertThat(world.workers.delays).as("rings no more").isEmpty();

    world.lifecycle.start(id);
    world.workers.timePasses();
    assertThat(world.host.health.checks).isEqualTo(1);
    world.workers.timePasses();
    assertThat(world.host.health.checks).isEqualTo(2);
  }

  @Test
  @Rule("HEALTH-4")
  void comesByHandOnlyWithoutAnInterval() {
    ContainerId id = running(new HealthSpec(List.of("test"), Duration.ZERO, null, 0, null, null));

    assertThat(world.workers.delays).isEmpty();
    assertThat(world.lifecycle.checkHealth(id).state()).isEqualTo(HealthState.HEALTHY);
  }

  @Test
  @Rule({"HEALTH-5", "HEALTH-9"})
  void needsARunningContainer() {
    ContainerId id = running(health(3, Duration.ZERO, OnFailure.NONE));
    world.lifecycle.pause(id);

    assertThatThrownBy(() -> world.lifecycle.checkHealth(id))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_INVALID));
    world.workers.timePasses();

    assertThat(world.host.health.checks).isZero();
  }

  @Test
  @Rule({"HEALTH-6", "HEALTH-8"})
  void tellsWhatChanges() {
    ContainerId id = running(health(2, Duration.ZERO, OnFailure.NONE));

    world.workers.timePasses();
    assertThat(world.record(id).health()).isEqualTo(HealthState.HEALTHY);
    fail(1);
    assertThat(world.record(id).health()).isEqualTo(HealthState.HEALTHY);
    fail(1);
    assertThat(world.record(id).health()).isEqualTo(HealthState.UNHEALTHY);
    world.workers.timePasses();

    assertThat(world.record(id).health()).isEqualTo(HealthState.HEALTHY);
    assertThat(world.host.health.kept.get(id).failingStreak()).isZero();
    assertThat(world.reports())
        .filteredOn(report -> report.event() != null)
        .extracting(report -> report.event().action() + " " + report.event().detail())
        .filteredOn(event -> event.startsWith("health_status"))
        .containsExactly(
            "health_status healthy",
            "health_status healthy, failed 1",
            "health_status unhealthy",
            "health_status healthy");
  }

  @Test
  @Rule("HEALTH-6")
  void doesNotCountFailuresOfTheStartPeriod() {
    world.pass(Duration.ofDays(1));
    ContainerId id = running(health(1, Duration.ofSeconds(10), OnFailure.NONE));

    fail(2);
    assertThat(world.record(id).health()).isEqualTo(HealthState.STARTING);
    world.pass(Duration.ofSeconds(10));
    fail(1);

    assertThat(world.record(id).health()).isEqualTo(HealthState.UNHEALTHY);
  }

  @Test
  @Rule("HEALTH-8")
  void skipsWhatWouldOverlap() {
    ContainerId id = running(health(3, Duration.ZERO, OnFailure.NONE));
    world.host.health.during =
        () -> {
          world.host.health.during = () -> {};
          assertThat(world.lifecycle.checkHealth(id).results()).isEmpty();
        };

    world.workers.timePasses();

    assertThat(world.host.health.checks).isEqualTo(1);
    assertThat(world.host.health.kept.get(id).results()).hasSize(1);
  }

  @Test
  @Rule("HEALTH-9")
  void saysNothingAboutARunItWasNotBegunFor() {
    ContainerId id = running(health(1, Duration.ZERO, OnFailure.KILL));
    world.host.health.during =
        () -> {
          world.end(id, 3);
          world.lifecycle.start(id);
        };

    fail(1);

    assertThat(world.record(id).health()).isEqualTo(HealthState.STARTING);
    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.exit(id, 1).code()).isEqualTo(3);
  }

  @Test
  @Rule("HEALTH-9")
  void answersWithWhatWasKnownOfAnEndedContainer() {
    ContainerId id = running(health(1, Duration.ZERO, OnFailure.NONE));
    world.host.health.codes.add(1);
    world.host.health.during = () -> world.lifecycle.stop(id, Duration.ZERO, "user");

    assertThat(world.lifecycle.checkHealth(id)).isEqualTo(HealthLog.starting());
  }

  @Test
  @Rule("HEALTH-9")
  void changesNothingOfAnEndedContainer() {
    ContainerId id = running(health(1, Duration.ZERO, OnFailure.RESTART));
    world.host.health.during = () -> world.lifecycle.stop(id, Duration.ZERO, "user");

    fail(1);

    assertThat(world.record(id).health()).isEqualTo(HealthState.STARTING);
    assertThat(world.state(id)).isEqualTo(ContainerState.EXITED);
    assertThat(world.record(id).run()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(OnFailure.class)
  @Rule("HEALTH-7")
  void doesWhatIsWantedWithAnUnhealthyContainer(OnFailure wanted) {
    ContainerId id =
        world.running(
            spec ->
                spec.health(health(1, Duration.ZERO, wanted))
                    .restart(new RestartPolicy(RestartPolicy.Kind.ON_FAILURE, 0)));

    fail(1);

    switch (wanted) {
      case NONE -> assertThat(world.record(id).run()).isEqualTo(1);
      case KILL -> assertThat(world.exit(id, 1).code()).isEqualTo(137);
      case STOP -> assertThat(world.exit(id, 1).code()).isEqualTo(143);
      case RESTART -> assertThat(world.exit(id, 1).code()).isEqualTo(143);
    }
    boolean ended = wanted == OnFailure.KILL || wanted == OnFailure.STOP;
    assertThat(world.state(id)).isEqualTo(ended ? ContainerState.EXITED : ContainerState.RUNNING);
    assertThat(world.record(id).nextRestartAt()).isNull();
    assertThat(world.record(id).run()).isEqualTo(wanted == OnFailure.RESTART ? 2 : 1);
  }

  @Test
  @Rule("HEALTH-7")
  void actsAgainWhileItStaysUnhealthy() {
    ContainerId id = running(health(2, Duration.ZERO, OnFailure.NONE));
    fail(2);
    world.host.health.kept.put(id, new HealthLog(HealthState.UNHEALTHY, 2, List.of()));

    fail(1);

    assertThat(world.host.health.kept.get(id).failingStreak()).isEqualTo(3);
    assertThat(world.record(id).health()).isEqualTo(HealthState.UNHEALTHY);
  }

  @Test
  @Rule("HEALTH-2")
  void goesOnUnderAnEngineThatWasRestarted() {
    ContainerId id = running(health(1, Duration.ZERO, OnFailure.NONE));
    int before = world.workers.delays.size();

    Lifecycle reopened = world.reopened();
    reopened.recover();

    assertThat(world.workers.delays.subList(before, world.workers.delays.size()))
        .contains(INTERVAL);
    assertThat(reopened.checkHealth(id).state()).isEqualTo(HealthState.HEALTHY);
  }
}
