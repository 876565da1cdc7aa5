package io.gantry.bench.tree;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.image.ImageConfig;
import io.gantry.api.image.TransferProgress;
import io.gantry.engine.Engine;
import io.gantry.engine.lifecycle.RemoveOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;

/** Gantry's engine inside this JVM. */
final class EngineTrees implements TreePeer {
  private static final String REFERENCE = "bench/tree:latest";
  private static final String SECOND = "bench/tree:again";
  private static final String VOLUME = "copy";
  private static final MountSpec COPY =
      new MountSpec(MountSpec.Kind.VOLUME, VOLUME, "/" + TreeArchive.TREE, false, null);

  private final SecureRandom random = new SecureRandom();
  private final Engine engine;
  private final ContainerId container;
  private ContainerId copying;

  EngineTrees(Engine engine, Path archive) throws IOException {
    this.engine = engine;
    load(archive, REFERENCE);
    container = create();
    copying = container;
  }

  @Override
  public String name() {
    return "engine";
  }

  @Override
  public void importTree(Path archive) throws IOException {
    load(archive, SECOND);
  }

  private void load(Path archive, String reference) throws IOException {
    try (InputStream tar = Files.newInputStream(archive)) {
      engine
          .images()
          .importRootfs(TenantId.DEFAULT, reference, tar, ImageConfig.EMPTY, TransferProgress.NONE);
    }
  }

  private ContainerId create(MountSpec... mounts) {
    ContainerId id = ContainerId.random(random);
    engine.create(
        TenantId.DEFAULT,
        id,
        "bench-" + id.shortId(),
        ContainerSpec.builder(REFERENCE)
            .command("true")
            .network(NetworkSpec.of(NetworkSpec.Mode.NONE))
            .mounts(mounts)
            .build());
    return id;
  }

  @Override
  public void exportTree() {
    engine.files().export(container, OutputStream.nullOutputStream());
  }

  @Override
  public void copyUp() {
    copying = create(COPY);
    engine.init(copying);
  }

  @Override
  public void forgetImport() {
    engine.images().remove(TenantId.DEFAULT, SECOND);
  }

  @Override
  public void forgetCopy() {
    engine.remove(copying, new RemoveOptions(true, true, Duration.ZERO, null));
    engine.volumes().remove(TenantId.DEFAULT, VOLUME);
  }

  @Override
  public void close() {
    try (engine) {
      engine.purge();
    }
  }
}
