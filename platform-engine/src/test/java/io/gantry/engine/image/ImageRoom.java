package io.gantry.engine.image;

import io.gantry.api.container.TenantId;
import io.gantry.api.image.Digest;
import io.gantry.engine.state.Database;
import io.gantry.engine.state.Reserve;
import io.gantry.engine.storage.ContainerStorage;
import io.gantry.engine.storage.LayerLimits;
import io.gantry.engine.storage.LayerStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A whole image room in a directory, with containers that are only said to exist. */
public final class ImageRoom implements AutoCloseable {
  private final HandClock clock = new HandClock();
  private final Set<String> used = ConcurrentHashMap.newKeySet();
  private final LayerStore layers;
  private final ContainerStorage containers;
  private final Database database;
  private final Images images;

  public ImageRoom(Path home) {
    this(home, ImageSources.DEFAULT);
  }

  /** One whose owner wants images from there and of those only. */
  ImageRoom(Path home, ImageSources sources) {
    layers = LayerStore.open(home, LayerLimits.DEFAULT);
    containers = ContainerStorage.open(home, layers);
    database =
        Database.open(
            home.resolve("db/engine.sqlite"),
            new Reserve(home.resolve("reserve"), 0),
            ImageCatalog.SCHEMA);
    images =
        new Images(
            new ImageCatalog(database, clock),
            layers,
            containers,
            (tenant, image) -> used.contains(tenant + " " + image),
            sources);
  }

  public Images images() {
    return images;
  }

  LayerStore layers() {
    return layers;
  }

  ContainerStorage containers() {
    return containers;
  }

  Instant now() {
    return clock.instant();
  }

  HandClock clock() {
    return clock;
  }

  /** Says that a container of the tenant uses the image. */
  void use(TenantId tenant, Digest image) {
    used.add(tenant + " " + image);
  }

  @Override
  public void close() {
    containers.known().forEach(containers::delete);
    images.close();
    database.close();
  }
}
