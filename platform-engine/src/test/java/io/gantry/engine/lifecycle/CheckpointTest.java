package io.gantry.engine.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.ExitCause;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.container.RestartPolicy;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.Rule;
import io.gantry.engine.state.CheckpointStatus;
import io.gantry.engine.state.CheckpointStatus.Phase;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.NetworkAttachment;
import io.gantry.engine.state.StoredContainer;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  private static final RestartPolicy ALWAYS = new RestartPolicy(RestartPolicy.Kind.ALWAYS, 0);

  private World world;

  @BeforeEach
  void open(@TempDir Path directory) {
    world = new World(directory);
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** A checkpoint on the fake host: the runtime writes the processes and kills them. */
  private final class Steps implements CheckpointSteps {
    private final boolean keepsRunning;
    private Runnable dumping;
    private Runnable exporting = () -> {};

    private Steps(ContainerId id, boolean keepsRunning) {
      this.keepsRunning = keepsRunning;
      this.dumping =
          () -> {
            if (!keepsRunning) {
              world.host.exit(id, 137);
            }
          };
    }

    @Override
    public boolean keepsRunning() {
      return keepsRunning;
    }

    @Override
    public Path prepare(ContainerConfig config) {
      world.host.calls.add("prepare");
      return Path.of("/bundle/dump.log");
    }

    @Override
    public void dump(ContainerConfig config) {
      world.host.calls.add("dump");
      dumping.run();
    }

    @Override
    public void keep(StoredContainer container) {
      world.host.calls.add("keep");
    }

    @Override
    public void export(StoredContainer container) {
      world.host.calls.add("export");
      exporting.run();
    }

    @Override
    public void tidy(ContainerConfig config) {
      world.host.calls.add("tidy");
    }
  }

  private final class Back implements RestoreSteps {
    private Optional<NetworkAttachment> before = Optional.empty();
    private Runnable restoring = () -> {};

    @Override
    public Path prepare(ContainerConfig config) {
      return Path.of("/bundle/restore.log");
    }

    @Override
    public Optional<NetworkAttachment> network(ContainerConfig config) {
      return before;
    }

    @Override
    public Launched restore(StoredContainer container) {
      restoring.run();
      return world.host.restore(container.config());
    }

    @Override
    public void tidy(ContainerConfig config) {
      world.host.calls.add("tidy");
    }
  }

  private void checkpoint(ContainerId id) {
    world.lifecycle.checkpoint(id, new Steps(id, false), "somebody");
    world.workers.settle();
  }

  @Test
  @Rule({"CHECKPOINT-4", "CHECKPOINT-5", "CHECKPOINT-9", "CHECKPOINT-12", "SAVE-3"})
  void endsTheRunWithARecordAndFreesWhatItHeld() {
    ContainerId id = world.running(spec -> spec.restart(ALWAYS));
    world.savePoints.clear();
    world.host.calls.clear();

    checkpoint(id);

    assertThat(world.savePoints)
        .startsWith("checkpoint.begun", "checkpoint.saved")
        .contains("cleanup.network", "cleanup.runtime", "cleanup.storage");
    assertThat(world.host.calls)
        .containsSubsequence("prepare", "dump", "keep", "export", "root.unmount", "tidy");
    assertThat(world.state(id)).isEqualTo(ContainerState.EXITED);
    assertThat(world.record(id).isIn(Phase.CHECKPOINTED)).isTrue();
    assertThat(world.record(id).nextRestartAt()).isNull();
    ExitRecord exit = world.exit(id, 1);
    assertThat(exit.code()).isEqualTo(137);
    assertThat(exit.cause()).isEqualTo(ExitCause.REQUESTED);
    assertThat(exit.requestedBy()).isEqualTo("somebody");
    assertThat(exit.finishedAt()).isEqualTo(world.now);
    assertThat(world.reportedExits()).hasSize(1);
    assertThat(world.events()).endsWith("died", "checkpoint", "cleanup");
  }

  @Test
  @Rule("CHECKPOINT-5")
  void notesWhereTheLogIsBeforeTheDump() {
    ContainerId id = world.running();
    Steps steps = new Steps(id, true);
    steps.dumping =
        () -> {
          CheckpointStatus status = world.record(id).checkpoint();
          assertThat(status).isNotNull();
          assertThat(status.log()).isEqualTo(Path.of("/bundle/dump.log"));
          assertThat(status.phase()).isEqualTo(Phase.CHECKPOINTING);
        };

    world.lifecycle.checkpoint(id, steps, null);
  }

  @Test
  @Rule("CHECKPOINT-9")
  void freezesWhatIsToRunOn() {
    ContainerId id = world.running();
    world.host.calls.clear();

    world.lifecycle.checkpoint(id, new Steps(id, true), null);

    assertThat(world.host.calls)
        .containsExactly(
            "prepare", "runtime.pause", "dump", "keep", "export", "runtime.resume", "tidy");
    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.record(id).checkpoint()).isNull();
    assertThat(world.reportedExits()).isEmpty();
    assertThat(world.events()).endsWith("checkpoint");
  }

  @Test
  void runsOnIfItCannotBeWritten() {
    ContainerId id = world.running();
    Steps steps = new Steps(id, false);
    steps.dumping = CheckpointTest::fail;

    assertThatThrownBy(() -> world.lifecycle.checkpoint(id, steps, "somebody"))
        .isInstanceOf(GantryException.class);

    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.record(id).isIn(Phase.CHECKPOINT_FAILED)).isTrue();
    assertThat(world.record(id).requestedBy()).isNull();
    assertThat(world.host.calls).contains("root.discard-checkpoint").doesNotContain("tidy");
    world.end(id, 3);
    assertThat(world.exit(id, 1).cause()).isEqualTo(ExitCause.ENDED);
  }

  @Test
  void thawsWhatWasToRunOnAndCouldNotBeWritten() {
    ContainerId id = world.running();
    Steps steps = new Steps(id, true);
    steps.dumping = CheckpointTest::fail;

    assertThatThrownBy(() -> world.lifecycle.checkpoint(id, steps, null))
        .isInstanceOf(GantryException.class);

    assertThat(world.host.frozen).isEmpty();
    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
  }

  @Test
  void isKeptIfItsArchiveCannotBeWritten() {
    ContainerId id = world.running(spec -> spec.autoRemove(true));
    Steps steps = new Steps(id, false);
    steps.exporting = CheckpointTest::fail;

    assertThatThrownBy(() -> world.lifecycle.checkpoint(id, steps, null))
        .isInstanceOf(GantryException.class);
    world.workers.settle();

    assertThat(world.state(id)).isEqualTo(ContainerState.EXITED);
    assertThat(world.record(id).isIn(Phase.CHECKPOINTED)).isTrue();
    assertThat(world.host.calls).doesNotContain("tidy", "root.discard-checkpoint");
  }

  @Test
  @Rule("CHECKPOINT-3")
  void isRemovedAfterwardsIfItIsToBeRemoved() {
    ContainerId id = world.running(spec -> spec.autoRemove(true));

    checkpoint(id);

    assertThat(world.store.find(id)).isEmpty();
    assertThat(world.exit(id, 1).code()).isEqualTo(137);
  }

  @Test
  @Rule({"CHECKPOINT-14", "CHECKPOINT-20", "CHECKPOINT-22", "SAVE-3"})
  void goesOnInARunOfItsOwn() {
    ContainerId id = world.running();
    checkpoint(id);
    world.savePoints.clear();

    world.lifecycle.restore(id, new Back());

    assertThat(world.savePoints).containsExactly("prepare.done", "restore.saved");
    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.record(id).run()).isEqualTo(2);
    assertThat(world.record(id).isIn(Phase.RESTORED)).isTrue();
    assertThat(world.record(id).startedAt()).isEqualTo(world.now);
    assertThat(world.workers.watched).containsEntry(id, world.record(id).monitor());
    assertThat(world.events()).endsWith("restore");
    world.end(id, 5);
    assertThat(world.exit(id, 2).code()).isEqualTo(5);
    assertThat(world.exit(id, 2).cause()).isEqualTo(ExitCause.ENDED);
  }

  @Test
  @Rule("CHECKPOINT-16")
  void removesStaleMonitorFilesAndIsConnectedBeforeItRuns() {
    ContainerId id = world.running();
    checkpoint(id);
    world.host.calls.clear();

    world.lifecycle.restore(id, new Back());

    assertThat(world.host.calls).containsSubsequence("network.connect", "runtime.restore");
    assertThat(world.host.calls)
        .containsSubsequence("root.mount", "exits.forget", "runtime.restore", "tidy");
  }

  @Test
  @Rule("CHECKPOINT-15")
  void asksForTheAddressesItHad() {
    ContainerId id = world.running();
    Back back = new Back();
    back.before = Optional.ofNullable(world.record(id).network());
    checkpoint(id);
    world.host.calls.clear();

    world.lifecycle.restore(id, back);

    assertThat(world.host.calls).contains("network.open-again").doesNotContain("network.open");
  }

  @Test
  @Rule("CHECKPOINT-22")
  void cleansUpAfterAFailedRestoreAndKeepsTheCheckpoint() {
    ContainerId id = world.running();
    checkpoint(id);
    Back back = new Back();
    back.restoring = CheckpointTest::fail;

    assertThatThrownBy(() -> world.lifecycle.restore(id, back)).isInstanceOf(GantryException.class);

    assertThat(world.state(id)).isEqualTo(ContainerState.EXITED);
    assertThat(world.record(id).isIn(Phase.CHECKPOINTED)).isTrue();
    assertThat(world.record(id).mounted()).isFalse();
    assertThat(world.record(id).network()).isNull();
    assertThat(world.host.connected).isEmpty();
    assertThat(world.exit(id, 2).cause()).isEqualTo(ExitCause.START_FAILED);
    assertThat(world.host.calls).doesNotContain("root.discard-checkpoint");
    world.lifecycle.restore(id, new Back());
    assertThat(world.record(id).run()).isEqualTo(3);
  }

  @Test
  @Rule("INIT-6")
  void isForgottenByAStart() {
    ContainerId id = world.running();
    checkpoint(id);

    world.lifecycle.start(id);

    assertThat(world.record(id).checkpoint()).isNull();
    assertThat(world.record(id).run()).isEqualTo(2);
  }

  /** Its engine ended while the runtime wrote; the processes live. */
  @Test
  @Rule({"SAVE-3", "SAVE-4"})
  void isGivenUpByTheNextEngineIfItWasCutOff() {
    ContainerId id = world.running();
    world.left(id, fields -> fields.checkpoint(status(Phase.CHECKPOINTING)).requestedBy("x"));
    world.host.frozen.add(id);

    world.reopened().recover();
    world.workers.settle();

    assertThat(world.host.calls)
        .containsSubsequence("runtime.await-checkpoint", "root.discard-checkpoint");
    assertThat(world.host.frozen).isEmpty();
    assertThat(world.state(id)).isEqualTo(ContainerState.RUNNING);
    assertThat(world.record(id).isIn(Phase.CHECKPOINT_FAILED)).isTrue();
  }

  /** Its engine ended after the runtime had killed what it wrote. */
  @Test
  @Rule({"SAVE-3", "SAVE-4"})
  void endsTheRunIfItWasCutOffAfterwards() {
    ContainerId id = world.running(spec -> spec.restart(ALWAYS));
    world.left(id, fields -> fields.checkpoint(status(Phase.CHECKPOINTING)).requestedBy("x"));
    world.host.exit(id, 137);

    world.reopened().recover();
    world.workers.settle();

    ExitRecord exit = world.exit(id, 1);
    assertThat(exit.cause()).isEqualTo(ExitCause.REQUESTED);
    assertThat(exit.requestedBy()).isEqualTo("x");
    assertThat(world.state(id)).isEqualTo(ContainerState.EXITED);
    assertThat(world.record(id).nextRestartAt()).isNull();
    assertThat(world.record(id).checkpoint()).isNull();
  }

  @Test
  @Rule({"SAVE-3", "SAVE-4"})
  void endsTheRunOfARestoreThatWasCutOff() {
    ContainerId id = world.running();
    checkpoint(id);
    world.left(id, fields -> fields.run(2).openRun(true).checkpoint(status(Phase.RESTORING)));

    world.reopened().recover();
    world.workers.settle();

    assertThat(world.state(id)).isEqualTo(ContainerState.EXITED);
    assertThat(world.exit(id, 2).code()).isEqualTo(ExitRecord.UNSEEN);
    assertThat(world.record(id).isIn(Phase.CHECKPOINTED)).isTrue();
    assertThat(world.record(id).openRun()).isFalse();
    assertThat(world.host.calls).doesNotContain("root.discard-checkpoint");
  }

  @Test
  @Rule({"REFRESH-3", "REFRESH-9"})
  void isForgottenByAReboot() {
    ContainerId dumping = world.running();
    ContainerId restoring = world.exited(0);
    world.left(dumping, fields -> fields.checkpoint(status(Phase.CHECKPOINTING)));
    world.left(
        restoring, fields -> fields.run(2).openRun(true).checkpoint(status(Phase.RESTORING)));

    world.lifecycle.refresh();

    assertThat(world.record(dumping).checkpoint()).isNull();
    assertThat(world.record(restoring).checkpoint()).isNull();
    assertThat(world.exit(dumping, 1).cause()).isEqualTo(ExitCause.HOST_RESTART);
    assertThat(world.exit(restoring, 2).cause()).isEqualTo(ExitCause.HOST_RESTART);
    assertThat(world.host.calls).contains("root.discard-checkpoint");
  }

  private CheckpointStatus status(Phase phase) {
    return new CheckpointStatus(phase, world.now, Path.of("/bundle/log"));
  }

  private static void fail() {
    throw GantryException.of(ErrorCode.RUNTIME, "criu failed");
  }
}
