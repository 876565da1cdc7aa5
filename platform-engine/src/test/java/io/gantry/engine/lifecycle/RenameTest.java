package io.gantry.engine.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.Rule;
import io.gantry.engine.state.Sharing;
import io.gantry.engine.state.SqliteStateStore;
import io.gantry.engine.state.StateStore;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RenameTest {
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
  @Rule("STORAGE-18")
  void changesTheConfigAndWhatItIsFoundBy() {
    ContainerId id = world.running();

    world.lifecycle.rename(id, "other");

    assertNamed(id, "other");
    assertThat(world.store.findByName(TenantId.DEFAULT, "name-1")).isEmpty();
    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.events()).endsWith("rename");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a b", "a/b", "a\n"})
  @Rule("STORAGE-18")
  void refusesWhatCannotBeAName(String name) {
    ContainerId id = world.create();

    assertThat(refusal(id, name).code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);

    assertNamed(id, "name-1");
  }

  @Test
  @Rule("STORAGE-18")
  void changesNothingIfAnotherHasTheName() {
    ContainerId id = world.create();
    ContainerId other = world.create();

    assertThat(refusal(id, "name-2").code()).isEqualTo(ErrorCode.NAME_DUPLICATE);

    assertNamed(id, "name-1");
    assertNamed(other, "name-2");
    assertThat(world.events()).doesNotContain("rename");
  }

  @Test
  @Rule("STORAGE-18")
  void waitsForTheLock() {
    ContainerId id = world.create();

    world.lifecycle.batch(
        id,
        batch ->
            assertThat(CompletableFuture.supplyAsync(() -> refusal(id, "other")).join().code())
                .isEqualTo(ErrorCode.TIMEOUT));

    assertNamed(id, "name-1");
  }

  @Test
  @Rule("STORAGE-18")
  void isNotPossibleDuringARemoval() {
    ContainerId id = world.create();
    world.force(id, ContainerState.REMOVING);

    assertThat(refusal(id, "other").code()).isEqualTo(ErrorCode.STATE_INVALID);
  }

  @Test
  void takesTheFormerNameOutOfSharedFiles() {
    ContainerId owner = world.running();
    ContainerId id =
        world.create(spec -> spec, new Sharing(owner, null, null, null, List.of(owner)));

    world.lifecycle.rename(id, "other");

    assertThat(world.host.calls).endsWith("network.leave");
  }

  @Test
  void isDoneIfItHasTheName() {
    ContainerId id = world.create();

    world.lifecycle.rename(id, "name-1");

    assertThat(world.events()).doesNotContain("rename");
    assertThatThrownBy(() -> world.lifecycle.rename(new ContainerId("f".repeat(64)), "other"))
        .isInstanceOf(GantryException.class);
  }

  private GantryException refusal(ContainerId id, String name) {
    return catchThrowableOfType(GantryException.class, () -> world.lifecycle.rename(id, name));
  }

  /** In memory, on the disk, and by name. */
  private void assertNamed(ContainerId id, String name) {
    StateStore reopened = new SqliteStateStore(world.database, world.outbox);
    assertThat(world.config(id).name()).isEqualTo(name);
    assertThat(reopened.find(id).orElseThrow().config().name()).isEqualTo(name);
    assertThat(world.store.findByName(TenantId.DEFAULT, name)).contains(id);
  }
}
