package io.gantry.engine.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.Rule;
import io.gantry.engine.state.SqliteStateStore;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvictTest {
  private World world;

  @BeforeEach
  void open(@TempDir Path directory) {
    world = new World(directory);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  @Rule("REMOVAL-13")
  void removesAsUsualIfThatCanBeDone() {
    ContainerId id = world.running();

    world.lifecycle.evict(id, "somebody");

    assertThat(world.store.find(id)).isEmpty();
    assertThat(world.exit(id, 1).requestedBy()).isEqualTo("somebody");
    assertThat(world.host.calls).doesNotContain("runtime.kill-cgroup");
  }

  @Test
  @Rule("REMOVAL-13")
  void killsForgetsAndFreesWhatCannotBeRemoved() {
    ContainerId id = world.running();
    world.host.failOn("signal 9", GantryException.of(ErrorCode.RUNTIME, "broken"));
    var end = world.lifecycle.exit(id, 1);

    world.lifecycle.evict(id, null);

    assertThat(world.host.calls)
        .containsSubsequence(
            "runtime.kill-cgroup", "root.unmount", "exits.forget", "runtime.delete", "root.delete");
    assertThat(world.host.alive).isEmpty();
    assertThat(world.host.stored).isEmpty();
    assertThat(world.host.connected).isEmpty();
    assertThat(world.store.find(id)).isEmpty();
    assertThat(world.exit(id, 1).code()).isEqualTo(-1);
    assertThat(end).isCompletedWithValueMatching(exit -> exit.code() == -1);
    assertThat(world.events()).endsWith("remove");
  }

  @Test
  @Rule("REMOVAL-13")
  void forgetsItAlsoIfItsStorageCannotBeDeleted() {
    ContainerId id = world.exited(3);
    world.host.failOn("sessions.end", GantryException.of(ErrorCode.INTERNAL, "broken"));
    world.host.failOn("root.delete", GantryException.of(ErrorCode.STORAGE, "broken too"));

    world.lifecycle.evict(id, null);

    assertThat(world.store.find(id)).isEmpty();
    assertThat(world.exit(id, 1).code()).isEqualTo(3);
  }

  @Test
  @Rule({"REMOVAL-13", "EXIT-10"})
  void recordsTheEndThatTheFailedRemovalBroughtAbout() {
    ContainerId id = world.running();
    world.host.failOn("await the end", GantryException.of(ErrorCode.INTERNAL, "no descriptor"));

    world.lifecycle.evict(id, "somebody");

    assertThat(world.store.find(id)).isEmpty();
    assertThat(world.exit(id, 1).code()).isEqualTo(137);
    assertThat(world.exit(id, 1).requestedBy()).isEqualTo("somebody");
  }

  @Test
  @Rule("REMOVAL-13")
  void forgetsNothingWhoseProcessesCannotBeKilled() {
    ContainerId id = world.running();
    world.host.failOn("signal 9", GantryException.of(ErrorCode.RUNTIME, "broken"));
    world.host.failOn("runtime.kill-cgroup", GantryException.of(ErrorCode.RUNTIME, "undying"));

    assertThatThrownBy(() -> world.lifecycle.evict(id, null)).hasMessage("undying");

    assertThat(world.store.find(id)).isPresent();
    assertThat(world.host.stored).contains(id);
  }

  @Test
  @Rule({"REMOVAL-13", "REMOVAL-4"})
  void evictsNothingThatOthersNeed() {
    ContainerId needed = world.create();
    ContainerId needing = world.needing(needed);

    assertThatThrownBy(() -> world.lifecycle.evict(needed, null))
        .isInstanceOf(GantryException.class)
        .hasMessageContaining(needing.shortId());

    assertThat(world.store.find(needed)).isPresent();
  }

  @Test
  @Rule("REMOVAL-13")
  void evictsWhatCannotBeLoaded() {
    ContainerId other = world.running();
    ContainerId id = world.running();
    breakRow(id);
    SqliteStateStore store = new SqliteStateStore(world.database, world.outbox);
    Lifecycle reopened = world.reopened(store);
    reopened.recover();
    assertThat(world.host.stored).contains(id);
    assertThat(world.host.connected).contains(id);

    reopened.evict(id, null);

    assertThat(world.host.calls).containsSubsequence("runtime.kill-cgroup", "root.delete");
    assertThat(world.host.alive).contains(world.record(other).process()).hasSize(2);
    assertThat(world.host.stored).containsExactly(other);
    assertThat(world.host.connected).containsExactly(other);
    assertThat(reopened.announce(id)).as("nobody holds it").isFalse();
    assertThat(store.findByName(TenantId.DEFAULT, "name-2")).isEmpty();
    assertThat(new SqliteStateStore(world.database, world.outbox).unreadable()).isEmpty();
    assertThat(world.events()).endsWith("remove");
  }

  private void breakRow(ContainerId id) {
    world.database.write(
        connection -> {
          try (var update =
              connection.prepareStatement("UPDATE container SET config = '{' WHERE id = ?")) {
            update.setString(1, id.value());
            return update.executeUpdate();
          }
        });
  }
}
