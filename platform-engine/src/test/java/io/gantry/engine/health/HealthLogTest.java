package io.gantry.engine.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.HealthSpec;
import io.gantry.api.container.HealthSpec.OnFailure;
import io.gantry.api.container.HealthState;
import io.gantry.engine.Rule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthLogTest {
  private static final HealthSpec SPEC = HealthSpec.of("CMD", "true");

  private static HealthResult result(int code, String output) {
    return new HealthResult(Instant.EPOCH, Instant.EPOCH.plusSeconds(1), code, output);
  }

  @Test
  @Rule("HEALTH-3")
  void knowsTheFormsOfATest() {
    assertThat(HealthCommand.of(HealthSpec.of("CMD", "a", "b"))).containsExactly("a", "b");
    assertThat(HealthCommand.of(HealthSpec.of("CMD-SHELL", "a && b")))
        .containsExactly("/bin/sh", "-c", "a && b");
    assertThat(HealthCommand.of(HealthSpec.of("a", "b"))).containsExactly("a", "b");
    assertThat(HealthSpec.of().enabled()).isFalse();
    assertThat(HealthSpec.of("NONE").enabled()).isFalse();
    assertThat(HealthSpec.of("NONE", "else").enabled()).isTrue();
  }

  @Test
  @Rule("HEALTH-4")
  void hasDefaults() {
    assertThat(SPEC.interval()).isEqualTo(Duration.ofSeconds(30));
    assertThat(SPEC.timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(SPEC.retries()).isEqualTo(3);
    assertThat(SPEC.startPeriod()).isZero();
  }

  @Test
  @Rule("HEALTH-7")
  void refusesAnActionWithoutACheck() {
    assertThatThrownBy(() -> new HealthSpec(null, null, null, 0, null, OnFailure.KILL))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> HealthSpec.of("CMD")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Rule("HEALTH-6")
  void becomesUnhealthyAfterAsManyFailures() {
    HealthLog log = HealthLog.starting();
    for (int i = 0; i < 2; i++) {
      log = log.after(result(1, ""), SPEC, false);
    }
    assertThat(log.state()).isEqualTo(HealthState.STARTING);
    assertThat(log.after(result(1, ""), SPEC, true).failingStreak()).isEqualTo(2);

    log = log.after(result(HealthResult.LATE, ""), SPEC, false);

    assertThat(log.state()).isEqualTo(HealthState.UNHEALTHY);
    assertThat(log.after(result(0, ""), SPEC, false).state()).isEqualTo(HealthState.HEALTHY);
    assertThat(log.after(result(0, ""), SPEC, false).failingStreak()).isZero();
  }

  @Test
  @Rule({"HEALTH-1", "HEALTH-8", "PATHS-5"})
  void keepsTheLastFiveResultsInAFile(@TempDir Path bundle) throws Exception {
    HealthLog log = HealthLogFile.read(bundle);
    for (int i = 0; i < 7; i++) {
      log = log.after(result(i, "x".repeat(600)), SPEC, false);
    }

    HealthLogFile.write(bundle, log);

    assertThat(HealthLogFile.read(bundle)).isEqualTo(log);
    assertThat(log.results()).extracting(HealthResult::exitCode).isEqualTo(List.of(2, 3, 4, 5, 6));
    assertThat(log.results()).allMatch(result -> result.output().length() == 500);
    assertThat(Files.getPosixFilePermissions(bundle.resolve("healthcheck.log"))).hasSize(2);
    Files.writeString(bundle.resolve("healthcheck.log"), "{ torn");
    assertThat(HealthLogFile.read(bundle)).isEqualTo(HealthLog.starting());
  }
}
