package io.gantry.engine.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.ProcessIdentity;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.NetworkAttachment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectingTest {
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final CompletableFuture<Boolean> links = new CompletableFuture<>();
  private final ContainerConfig config;

  ConnectingTest(@TempDir Path directory) {
    try (World world = new World(directory)) {
      config = world.config(world.create());
    }
  }

  @AfterEach
  void end() {
    links.complete(true);
    workers.close();
  }

  @Test
  void handsTheNamespaceOutBeforeTheLinksAreBuilt() {
    Connecting connecting = Connecting.begin(new Slow(), config, workers);

    assertThat(connecting.attachment()).isNotNull();
    assertThat(links).isNotDone();
    links.complete(true);
    connecting.join();
  }

  @Test
  void endsBeforeAnythingIsUndone() {
    Connecting connecting = Connecting.begin(new Slow(), config, workers);
    RuntimeException known = new IllegalStateException("the runtime failed");

    workers.execute(
        () -> links.completeExceptionally(GantryException.of(ErrorCode.NETWORK, "no links")));
    connecting.settle(known);

    assertThat(links).isDone();
    assertThat(known.getSuppressed()).singleElement().isInstanceOf(RuntimeException.class);
  }

  @Test
  void failsWithWhatTheNetworkSaid() {
    links.completeExceptionally(GantryException.of(ErrorCode.NETWORK, "no links"));
    Connecting connecting = Connecting.begin(new Slow(), config, workers);

    assertThatThrownBy(connecting::join).isInstanceOf(GantryException.class).hasMessage("no links");
  }

  /** Makes its namespace at once; the links take as long as the test wants. */
  private final class Slow implements ContainerNetwork {
    @Override
    public Optional<NetworkAttachment> open(ContainerConfig container) {
      return Optional.of(new NetworkAttachment(Path.of("/netns"), List.of(), List.of()));
    }

    @Override
    public Optional<NetworkAttachment> openAgain(ContainerConfig config, NetworkAttachment before) {
      return open(config);
    }

    @Override
    public void connect(ContainerConfig container) {
      var unused = Joined.of(links);
    }

    @Override
    public void detach(ContainerConfig container) {}

    @Override
    public boolean isCompletedLater(ContainerConfig config) {
      return false;
    }

    @Override
    public Optional<NetworkAttachment> complete(ContainerConfig config, ProcessIdentity process) {
      return Optional.empty();
    }

    @Override
    public void name(ContainerConfig config, NetworkAttachment network) {}

    @Override
    public List<String> with(ContainerConfig config, String network) {
      return List.of(network);
    }

    @Override
    public List<String> without(ContainerConfig config, String network) {
      return List.of();
    }

    @Override
    public NetworkAttachment change(ContainerConfig config) {
      throw new UnsupportedOperationException("no live change here");
    }

    @Override
    public NetworkAttachment rebuild(ContainerConfig config) {
      throw new UnsupportedOperationException("no live change here");
    }

    @Override
    public void leave(ContainerConfig container) {}

    @Override
    public void cleanOrphans(Set<ContainerId> known) {}
  }
}
