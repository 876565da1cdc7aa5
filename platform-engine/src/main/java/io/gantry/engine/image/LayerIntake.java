package io.gantry.engine.image;

import io.gantry.api.container.TenantId;
import io.gantry.api.image.Digest;
import io.gantry.engine.storage.Layer;
import io.gantry.engine.storage.LayerLease;
import java.util.List;
import java.util.Optional;

/**
 * Brings the layers of an image in. A layer that another tenant brought here is used again only by
 * who has its content too; one the tenant has already is not fetched twice.
 */
final class LayerIntake {
  private final ImageCatalog catalog;
  private final TenantId tenant;
  private final LayerLease lease;

  /** Adds a layer that the tenant does not have. */
  @FunctionalInterface
  interface Carrier {
    /** Brings the layer that stands at the index among the image's layers. */
    Layer bring(int index, Digest diffId);
  }

  /** The lease stays the caller's, and open until the image is recorded. */
  LayerIntake(ImageCatalog catalog, TenantId tenant, LayerLease lease) {
    this.catalog = catalog;
    this.tenant = tenant;
    this.lease = lease;
  }

  /**
   * Takes all layers of an image.
   *
   * @param offered how many the image comes with
   * @return bytes of all layers' files
   */
  long take(ConfigFile config, int offered, Carrier carrier) {
    List<Digest> layers = config.layers();
    if (layers.size() != offered) {
      throw ImageInvalid.because(
          "it brings %d layers and names %d".formatted(offered, layers.size()));
    }
    long bytes = 0;
    for (int i = 0; i < layers.size(); i++) {
      Digest diffId = layers.get(i);
      Optional<Layer> own = own(diffId);
      bytes += (own.isPresent() ? own.get() : carrier.bring(i, diffId)).sizeBytes();
    }
    return bytes;
  }

  private Optional<Layer> own(Digest diffId) {
    return catalog.hasLayer(tenant, diffId) ? lease.find(diffId) : Optional.empty();
  }
}
