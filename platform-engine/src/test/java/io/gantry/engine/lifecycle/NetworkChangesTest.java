package io.gantry.engine.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.Rule;
import io.gantry.engine.state.NetworkAttachment;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkChangesTest {
  private World world;

  @BeforeEach
  void open(@TempDir Path directory) {
    world = new World(directory);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private List<String> networks(ContainerId id) {
    return world.store.find(id).orElseThrow().config().spec().network().networks();
  }

  private NetworkAttachment attachment(ContainerId id) {
    return Objects.requireNonNull(world.record(id).network());
  }

  @Test
  @Rule("NETWORK-18")
  void savesWhatIsWantedBeforeTheNamespaceIsChanged() {
    ContainerId id = world.running();
    world.beforeSave =
        point -> {
          if (world.host.calls.contains("network.change")) {
            throw new IllegalStateException("killed");
          }
        };

    assertThatThrownBy(() -> world.lifecycle.connect(id, "second")).hasMessage("killed");
    world.beforeSave = point -> {};

    assertThat(networks(id)).containsExactly("default", "second");
    assertThat(attachment(id).built()).isFalse();
    world.reopened().recover();
    assertThat(world.host.calls).containsSubsequence("network.rebuild", "network.name");
    assertThat(attachment(id).built()).isTrue();
  }

  @Test
  @Rule("NETWORK-18")
  void keepsTheNetworksBeforeIfOneCannotBeConnected() {
    ContainerId id = world.running();
    world.host.failOn("network.change", GantryException.of(ErrorCode.NETWORK, "no bridge"));

    assertThatThrownBy(() -> world.lifecycle.connect(id, "second")).hasMessage("no bridge");

    assertThat(networks(id)).doesNotContain("second");
    assertThat(attachment(id).built()).isTrue();
  }

  @Test
  @Rule("NETWORK-18")
  void changesNoNamespaceOfAContainerThatDoesNotRun() {
    ContainerId id = world.create();

    world.lifecycle.connect(id, "second");

    assertThat(networks(id)).containsExactly("default", "second");
    assertThat(world.host.calls).doesNotContain("network.change", "network.name");
    assertThat(world.events()).endsWith("connect");
  }

  @Test
  @Rule({"NETWORK-18", "STATES-6"})
  void reloadsOnlyWhatIsInitialisedOrRuns() {
    ContainerId id = world.create();

    assertThatThrownBy(() -> world.lifecycle.reloadNetwork(id))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_INVALID));
    world.lifecycle.init(id);
    CompletableFuture<Boolean> built = new CompletableFuture<>();
    world.host.during("network.rebuild", () -> built.complete(attachment(id).built()));
    world.lifecycle.reloadNetwork(id);

    assertThat(built).as("saved before").isCompletedWithValue(false);
    assertThat(attachment(id).built()).isTrue();
    assertThat(world.host.calls).containsOnlyOnce("network.rebuild").endsWith("network.name");
  }

  @Test
  @Rule({"NETWORK-18", "EVENTS-2"})
  void connectsAndDisconnectsWhatIsInitialisedOrRuns() {
    ContainerId initialised = world.create();
    world.lifecycle.init(initialised);

    for (ContainerId id : List.of(initialised, world.running())) {
      world.host.calls.clear();
      world.lifecycle.connect(id, "second");
      assertThat(networks(id)).containsExactly("default", "second");
      world.lifecycle.disconnect(id, "second");

      assertThat(networks(id)).containsExactly("default");
      assertThat(world.host.calls)
          .containsExactly("network.change", "network.name", "network.change", "network.name");
    }
    assertThat(world.events()).endsWith("connect", "disconnect");
  }

  @Test
  @Rule({"NETWORK-18", "NETWORK-7"})
  void freesWhatIsLeftOfAnEndedRun() {
    ContainerId ended = world.running();
    ContainerId paused = world.running();
    world.lifecycle.pause(paused);
    world.host.exit(ended, 0);

    world.lifecycle.connect(ended, "second");
    world.lifecycle.connect(paused, "second");

    assertThat(world.record(ended).network()).isNull();
    assertThat(world.host.connected).containsExactly(paused);
  }

  @Test
  @Rule({"NETWORK-18", "STATES-6"})
  void changesNothingOfWhatIsBeingRemoved() {
    ContainerId id = world.create();
    world.force(id, ContainerState.REMOVING);

    assertRefused(() -> world.lifecycle.connect(id, "second"));
    assertRefused(() -> world.lifecycle.disconnect(id, "default"));
  }

  private static void assertRefused(ThrowingCallable change) {
    assertThatThrownBy(change)
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_INVALID));
  }
}
