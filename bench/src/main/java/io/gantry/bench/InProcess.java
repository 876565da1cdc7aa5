package io.gantry.bench;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.image.ImageConfig;
import io.gantry.api.image.TransferProgress;
import io.gantry.engine.Engine;
import io.gantry.engine.EngineConfig;
import io.gantry.engine.lifecycle.RemoveOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;

/** Gantry's engine by itself, called inside this JVM: what a node does, without the way to it. */
final class InProcess implements Peer {
  private static final long FIRST_RUN = 1;

  private final SecureRandom random = new SecureRandom();
  private final Engine engine;
  private final BenchDirectory runDirectory;

  private InProcess(Engine engine, BenchDirectory runDirectory) {
    this.engine = engine;
    this.runDirectory = runDirectory;
  }

  /** Opens an engine in a directory on disk, and one of its own on tmpfs. */
  static InProcess open(Path directory) throws IOException {
    Path home = Files.createDirectories(directory.resolve("home"));
    BenchDirectory runDirectory = BenchDirectory.make(Path.of("/run"));
    return new InProcess(Engine.open(EngineConfig.of(home, runDirectory.path())), runDirectory);
  }

  @Override
  public String name() {
    return "engine";
  }

  @Override
  public void importImage(Path archive, String reference) throws IOException {
    try (InputStream tar = Files.newInputStream(archive)) {
      engine
          .images()
          .importRootfs(TenantId.DEFAULT, reference, tar, ImageConfig.EMPTY, TransferProgress.NONE);
    }
  }

  @Override
  public String create(String image, boolean bridge, List<String> command) {
    ContainerId id = ContainerId.random(random);
    NetworkSpec.Mode mode = bridge ? NetworkSpec.Mode.BRIDGE : NetworkSpec.Mode.NONE;
    engine.create(
        TenantId.DEFAULT,
        id,
        "bench-" + id.shortId(),
        ContainerSpec.builder(image)
            .command(command.toArray(String[]::new))
            .network(NetworkSpec.of(mode))
            .build());
    return id.value();
  }

  @Override
  public void start(String id) {
    engine.start(new ContainerId(id));
  }

  @Override
  public int await(String id) throws InterruptedException {
    return engine.waitForExit(new ContainerId(id), FIRST_RUN, Duration.ofMinutes(1)).code();
  }

  @Override
  public void kill(String id) {
    engine.kill(new ContainerId(id), "KILL", null);
  }

  @Override
  public void stop(String id) {
    engine.stop(new ContainerId(id), Duration.ZERO, null);
  }

  @Override
  public void remove(String id) {
    engine.remove(new ContainerId(id), new RemoveOptions(true, true, Duration.ZERO, null));
  }

  @Override
  public int list() {
    return engine.list().size();
  }

  @Override
  public void close() throws IOException {
    try (runDirectory;
        engine) {
      engine.purge();
    }
  }
}
