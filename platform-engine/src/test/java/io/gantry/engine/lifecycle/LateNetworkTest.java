package io.gantry.engine.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.Rule;
import io.gantry.engine.linux.IdMap;
import io.gantry.engine.linux.IdMaps;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks of containers with a user namespace of their own. */
class LateNetworkTest {
  private static final List<IdMap> RANGE = List.of(new IdMap(0, 1 << 30, 65_536));

  private World world;

  @BeforeEach
  void open(@TempDir Path directory) {
    world = new World(directory);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private ContainerId createMapped() {
    return world.create(new IdMaps(RANGE, RANGE));
  }

  @Test
  @Rule({"NETWORK-2", "NETWORK-4", "NETWORK-5"})
  void isConnectedAndSavedBetweenItsCreationAndItsStart() {
    ContainerId id = createMapped();
    List<String> callsAtSaves = new ArrayList<>();
    world.beforeSave = point -> callsAtSaves.add(world.host.calls.getLast());

    world.lifecycle.start(id);

    assertThat(world.host.calls)
        .containsSubsequence("runtime.create", "network.complete", "network.name", "runtime.start");
    assertThat(callsAtSaves).contains("network.complete").doesNotContain("network.name");
    assertThat(world.record(id).network()).isNotNull();
  }

  @Test
  @Rule("NETWORK-4")
  void isConnectedOnceOnly() {
    ContainerId id = createMapped();
    world.lifecycle.init(id);

    world.lifecycle.start(id);

    assertThat(world.host.calls).containsOnlyOnce("network.complete");
  }

  @Test
  @Rule("NETWORK-4")
  void isConnectedAtItsCreationWithTheHostsIds() {
    world.running();

    assertThat(world.host.calls).contains("network.open").doesNotContain("network.complete");
  }

  @Test
  @Rule({"NETWORK-4", "CLEANUP-16"})
  void isCleanedUpIfItCannotBeConnected() {
    ContainerId id = createMapped();
    world.host.failOn("network.complete", GantryException.of(ErrorCode.NETWORK, "no bridge"));

    assertThatThrownBy(() -> world.lifecycle.start(id)).hasMessage("no bridge");

    assertThat(world.state(id)).isIn(ContainerState.CONFIGURED, ContainerState.EXITED);
    assertThat(world.host.presence(id)).isEqualTo(ContainerRuntime.Presence.ABSENT);
    assertThat(world.host.mounted).isEmpty();
    assertThat(world.host.connected).isEmpty();
    assertThat(world.host.calls).doesNotContain("runtime.start");
  }

  @Test
  @Rule({"NETWORK-4", "SAVE-4"})
  void isConnectedByItsStartIfACrashCameBetween() {
    ContainerId id = createMapped();
    world.lifecycle.init(id);
    world.left(id, fields -> fields.network(null));
    world.host.calls.clear();

    world.lifecycle.start(id);

    assertThat(world.host.calls).containsSubsequence("network.complete", "runtime.start");
    assertThat(world.record(id).network()).isNotNull();
  }
}
