package io.gantry.engine.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.Rule;
import io.gantry.engine.state.Change;
import io.gantry.engine.state.NetworkAttachment;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No handle of a network namespace is kept open: the record's path is what counts. */
class NamespacePathTest {
  private static final Path MOVED = Path.of("/netns/moved");

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
  @Rule("SYNC-8")
  void isReadAnewByEachOperation() {
    ContainerId id = world.running();
    moveNamespace(id);

    world.lifecycle.pause(id);

    assertThat(world.record(id).network().namespace()).isEqualTo(MOVED);
  }

  @Test
  @Rule({"SYNC-8", "STOP-7"})
  void isReadAnewAfterTheLockWasGivenAway() {
    ContainerId id = world.running();
    world.host.during("signal 15", () -> moveNamespace(id));

    world.lifecycle.stop(id, null, null);

    assertThat(world.state(id)).isEqualTo(ContainerState.STOPPED);
    assertThat(world.record(id).network().namespace()).isEqualTo(MOVED);
  }

  @Test
  @Rule("SYNC-8")
  void keepsNoContainerFromItsEndIfItCannotBeOpened() {
    ContainerId id = world.running();
    moveNamespace(id);
    world.host.failOn("network.detach", GantryException.of(ErrorCode.NETWORK, "no such namespace"));

    world.end(id, 3);

    assertThat(world.exit(id, 1).code()).isEqualTo(3);
    assertThat(world.state(id)).isEqualTo(ContainerState.EXITED);
    assertThat(world.record(id).network()).isNull();
    assertThat(world.host.mounted).isEmpty();
  }

  private void moveNamespace(ContainerId id) {
    world.store.save(
        world.config(id),
        Change.to(
            world.record(id).toBuilder()
                .network(new NetworkAttachment(MOVED, List.of(), List.of()))
                .build(),
            world.now));
  }
}
