package io.gantry.engine.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.Resources;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.Rule;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LifecycleTest {
  private static final Resources LIMITS =
      new Resources(64L << 20, null, null, null, null, null, null, null);

  private World world;

  @BeforeEach
  void open(@TempDir Path directory) {
    world = new World(directory);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void limit(ContainerId id) {
    world.lifecycle.update(
        id, config -> config.withSpec(config.spec().toBuilder().resources(LIMITS).build()));
  }

  @Test
  void tellsTheRuntimeOfNewLimitsOnly() {
    ContainerId id = world.running();

    limit(id);
    limit(id);

    assertThat(world.host.calls).containsOnlyOnce("runtime.update");
    assertThat(world.config(id).spec().resources()).isEqualTo(LIMITS);
    assertThat(world.savePoints).contains("update.saved");
    assertThat(world.events()).contains("update");
  }

  @Test
  void keepsLimitsForTheNextStartOfWhatDoesNotRun() {
    ContainerId id = world.exited(0);

    limit(id);

    assertThat(world.host.calls).doesNotContain("runtime.update");
    assertThat(world.config(id).spec().resources()).isEqualTo(LIMITS);
  }

  @Test
  void updatesNothingThatIsBeingRemoved() {
    ContainerId id = world.create();
    world.force(id, ContainerState.REMOVING);

    assertThatThrownBy(() -> limit(id))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_INVALID));
  }

  @Test
  void announcesWhatIsThere() {
    ContainerId id = world.create();
    int reports = world.reports().size();

    assertThat(world.lifecycle.announce(id)).isTrue();
    assertThat(world.lifecycle.announce(new ContainerId("f".repeat(64)))).isFalse();

    assertThat(world.reports()).hasSize(reports + 1);
  }

  @Test
  @Rule("EVENTS-3")
  void failsNothingForAnEventThatCannotBeWritten() {
    ContainerId id = world.create();
    world.lifecycle.tell(world.config(id), "attach", null);
    assertThat(world.events()).endsWith("attach");

    breakOutbox();

    assertThatCode(() -> world.lifecycle.tell(world.config(id), "attach", null))
        .doesNotThrowAnyException();
  }

  private void breakOutbox() {
    world.database.write(
        connection -> {
          try (var drop = connection.createStatement()) {
            return drop.executeUpdate("DROP TABLE outbox");
          }
        });
  }
}
