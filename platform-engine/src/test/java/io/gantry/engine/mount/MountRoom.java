package io.gantry.engine.mount;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.image.Digest;
import io.gantry.api.image.ImageDetail;
import io.gantry.engine.linux.IdMaps;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.Database;
import io.gantry.engine.state.Reserve;
import io.gantry.engine.storage.ContainerStorage;
import io.gantry.engine.storage.LayerLease;
import io.gantry.engine.storage.LayerLimits;
import io.gantry.engine.storage.LayerStore;
import io.gantry.engine.storage.StorageOptions;
import io.gantry.engine.storage.TarBuilder;
import io.gantry.engine.volume.RootSeeds;
import io.gantry.engine.volume.Volumes;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rooms that a root file system is put together from, on a directory of their own. */
public final class MountRoom implements AutoCloseable {
  public final Path home;
  public final LayerStore layers;
  public final ContainerStorage storage;
  public final Volumes volumes;
  public final RootFilesystem roots;

  private final SecureRandom random = new SecureRandom();
  private final Database database;
  private final Set<ContainerConfig> made = new HashSet<>();

  public MountRoom(Path home) {
    this.home = home;
    this.layers = LayerStore.open(home, LayerLimits.DEFAULT);
    this.storage = ContainerStorage.open(home, layers);
    this.database =
        Database.open(
            home.resolve("engine.sqlite"), new Reserve(home.resolve("r"), 0), Volumes.schema());
    this.volumes = new Volumes(database, home, Clock.systemUTC(), random, new RootSeeds(home));
    this.roots = new RootFilesystem(storage, volumes.ofContainers());
  }

  /** A container of this spec, over an image without layers. */
  public ContainerConfig container(ContainerSpec spec) {
    return container(spec, Map.of());
  }

  /** A container of this spec whose ids are others on the host. */
  ContainerConfig container(ContainerSpec spec, IdMaps ids) {
    ContainerConfig config = container(spec, Map.of());
    storage.delete(config.id());
    var unused =
        storage.create(config.id(), StorageOptions.of(spec, ImageDetail.NONE).withIds(ids));
    return config.withIds(ids);
  }

  /**
   * A container of this spec.
   *
   * @param images the layers of the images it mounts
   */
  ContainerConfig container(ContainerSpec spec, Map<String, List<Digest>> images) {
    ContainerId id = ContainerId.random(random);
    ContainerConfig config =
        new ContainerConfig(
            id,
            TenantId.DEFAULT,
            "web",
            spec,
            ImageDetail.NONE,
            Instant.EPOCH,
            home.resolve("containers").resolve(id.value()),
            home.resolve("run").resolve(id.value()),
            home.resolve("log"));
    var unused = storage.create(id, StorageOptions.of(spec, ImageDetail.NONE).withVolumes(images));
    made.add(config);
    return config;
  }

  public Digest layer(TarBuilder tar) {
    byte[] archive = tar.build();
    try (LayerLease lease = layers.lease()) {
      return lease.add(() -> new ByteArrayInputStream(archive)).diffId();
    }
  }

  @Override
  public void close() {
    for (ContainerConfig config : made) {
      roots.unmount(config);
      volumes.ofContainers().release(config.id(), true);
      storage.delete(config.id());
    }
    volumes.purge();
    database.close();
  }
}
