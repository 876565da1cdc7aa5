package io.gantry.engine.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.Rule;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestedMountTest {
  private final World world;

  RequestedMountTest(@TempDir Path directory) {
    this.world = new World(directory);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  @Rule("REMOVAL-15")
  void mountsAndUnmountsAContainerThatDoesNotRun() {
    ContainerId id = world.create();

    assertThat(world.lifecycle.mount(id)).isEqualTo(Path.of("/mounted", id.value()));
    world.lifecycle.unmount(id, false);

    assertThat(world.host.calls)
        .containsSubsequence("root.mount-for-request", "root.unmount-for-request");
    assertThat(world.store.find(id).orElseThrow().record().mounted()).isFalse();
  }

  @Test
  @Rule("REMOVAL-15")
  void refusesToTakeTheOnlyMountFromAContainerThatRuns() {
    ContainerId id = world.create();
    world.lifecycle.start(id);

    refused(id, "it is running", false);
    refused(id, "it is running", true);

    assertThat(world.host.mounted).contains(id);
  }

  @Test
  @Rule("REMOVAL-15")
  void refusesToTakeTheLastMountOfOneThatIsPrepared() {
    ContainerId id = world.create();
    world.lifecycle.init(id);

    refused(id, "last mount is in use", false);
  }

  @Test
  @Rule("REMOVAL-15")
  void lowersTheCountOfARunningContainerThatHasFurtherMounts() {
    ContainerId id = world.create();
    world.lifecycle.start(id);
    world.lifecycle.mount(id);

    world.lifecycle.unmount(id, true);

    assertThat(world.host.calls)
        .contains("root.unmount-for-request")
        .doesNotContain("root.unmount-forced");
    assertThat(world.host.mounted).contains(id);
    refused(id, "it is running", false);
  }

  @Test
  @Rule({"REMOVAL-15", "UNMOUNT-11"})
  void unmountsByForceWhatTheContainerDoesNotUse() {
    ContainerId id = world.create();
    world.lifecycle.mount(id);

    world.lifecycle.unmount(id, true);

    assertThat(world.host.calls).contains("root.unmount-forced");
  }

  @Test
  @Rule({"MOUNT-9", "STATES-5"})
  void mountsNothingThatIsBeingRemoved() {
    ContainerId id = world.create();
    world.force(id, ContainerState.REMOVING);

    assertThatThrownBy(() -> world.lifecycle.mount(id))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_INVALID));
  }

  private void refused(ContainerId id, String reason, boolean force) {
    assertThatThrownBy(() -> world.lifecycle.unmount(id, force))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_INVALID))
        .hasMessageContaining(reason);
  }
}
