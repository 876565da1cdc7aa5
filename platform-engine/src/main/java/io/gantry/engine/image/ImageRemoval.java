package io.gantry.engine.image;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.Digest;
import io.gantry.api.image.PruneResult;
import io.gantry.engine.storage.ContainerStorage;
import io.gantry.engine.storage.LayerStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Takes images away, and then the layers that no image, no container and no lease needs. Whether an
 * image is used is asked in the transaction that removes it, so no container can be recorded in
 * between. One that is being made meanwhile either has its layers, kept by a lease until its
 * storage stands, or finds that they are gone and fails.
 */
final class ImageRemoval {
  private final ImageCatalog catalog;
  private final LayerStore layers;
  private final ContainerStorage containers;
  private final BiPredicate<TenantId, Digest> inUse;

  ImageRemoval(
      ImageCatalog catalog,
      LayerStore layers,
      ContainerStorage containers,
      BiPredicate<TenantId, Digest> inUse) {
    this.catalog = catalog;
    this.layers = layers;
    this.containers = containers;
    this.inUse = inUse;
  }

  /**
   * Removes an image with all its names.
   *
   * @throws GantryException IMAGE_IN_USE
   */
  void remove(TenantId tenant, Digest image) {
    if (!removeUnused(tenant, image)) {
      throw GantryException.of(
              ErrorCode.IMAGE_IN_USE, "a container uses the image: remove the container first")
          .about("image", image);
    }
    var unused = collect();
  }

  PruneResult prune(TenantId tenant, Duration namelessFor) {
    List<Digest> removed = new ArrayList<>();
    for (Digest image : catalog.nameless(tenant, catalog.now().minus(namelessFor))) {
      if (removeUnused(tenant, image)) {
        removed.add(image);
      }
    }
    return new PruneResult(removed, collect());
  }

  PruneResult prunable(TenantId tenant, Duration namelessFor) {
    List<Digest> removed =
        catalog.nameless(tenant, catalog.now().minus(namelessFor)).stream()
            .filter(image -> !inUse.test(tenant, image))
            .toList();
    Set<Digest> without = Set.copyOf(removed);
    long bytes = layers.collectable(() -> withContainers(catalog.layersWithout(tenant, without)));
    return new PruneResult(removed, bytes);
  }

  private boolean removeUnused(TenantId tenant, Digest image) {
    return catalog.removeImage(tenant, image, () -> inUse.test(tenant, image));
  }

  /** Removes what nobody needs. */
  long collect() {
    return layers.collect(() -> withContainers(catalog.layers()));
  }

  private Set<Digest> withContainers(Set<Digest> ofImages) {
    Set<Digest> used = new HashSet<>(ofImages);
    used.addAll(containers.layersInUse());
    return used;
  }
}
