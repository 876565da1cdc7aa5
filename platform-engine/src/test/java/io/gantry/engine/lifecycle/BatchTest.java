package io.gantry.engine.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.Rule;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchTest {
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
  @Rule("STATES-8")
  void letsNobodyInDuringItsStop() {
    ContainerId id = world.running();
    CompletableFuture<GantryException> refused = new CompletableFuture<>();
    world.host.during("signal 15", () -> refused.complete(pausedByAnother(id)));

    world.lifecycle.batch(
        id,
        batch -> {
          batch.stop(null, "somebody");
          batch.start();
        });

    assertThat(refused.join().code()).isEqualTo(ErrorCode.TIMEOUT);
    assertThat(world.exit(id, 1).requestedBy()).isEqualTo("somebody");
    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.record(id).run()).isEqualTo(2);
  }

  /** Another thread, which waits for the lock in vain. */
  private GantryException pausedByAnother(ContainerId id) {
    return CompletableFuture.supplyAsync(
            () -> catchThrowableOfType(GantryException.class, () -> world.lifecycle.pause(id)))
        .join();
  }

  @Test
  @Rule("STATES-8")
  void syncsOnceAtItsBegin() {
    ContainerId id = world.running();

    world.lifecycle.batch(
        id,
        batch -> {
          batch.pause();
          world.host.exit(id, 3);
          batch.unpause();
          assertThat(batch.state()).isEqualTo(ContainerState.RUNNING);
        });
    world.workers.settle();

    assertThat(world.exit(id, 1).code()).isEqualTo(3);
  }

  @Test
  @Rule("STATES-8")
  void doesEachOperation() {
    ContainerId id = world.create();

    world.lifecycle.batch(
        id,
        batch -> {
          batch.init();
          assertThat(batch.state()).isEqualTo(ContainerState.CREATED);
          batch.cleanup();
          assertThat(batch.state()).isEqualTo(ContainerState.CONFIGURED);
          batch.start();
          batch.restart(null, "somebody");
          assertThat(world.record(id).run()).isEqualTo(2);
          batch.kill("KILL", "somebody");
          assertThat(batch.state()).isEqualTo(ContainerState.STOPPED);
          assertThat(batch.stop(null, null))
              .isEqualTo(new StopOutcome.AlreadyStopped(ContainerState.STOPPED));
          batch.remove(World.FORCED);
        });

    assertThat(world.store.find(id)).isEmpty();
  }

  @Test
  @Rule("STATES-8")
  void beginsWithWhatIsSo() {
    ContainerId id = world.running();
    world.host.exit(id, 3);

    world.lifecycle.batch(id, batch -> assertThat(batch.state()).isEqualTo(ContainerState.STOPPED));
  }

  @Test
  @Rule("STATES-8")
  void givesItsLockBackAlsoAfterAFailure() {
    ContainerId id = world.running();

    assertThatThrownBy(() -> world.lifecycle.batch(id, Batch::unpause))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_INVALID));

    world.lifecycle.pause(id);
    assertThat(world.state(id)).isEqualTo(ContainerState.PAUSED);
  }
}
