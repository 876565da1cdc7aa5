package io.gantry.engine.image;

import io.gantry.api.container.TenantId;
import io.gantry.api.image.Digest;
import io.gantry.engine.image.document.ImageInvalid;
import io.gantry.engine.storage.Layer;
import io.gantry.engine.storage.LayerLease;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings the layers of an image in. A layer that another tenant brought here is used again only by
 * who has its content too; one the tenant has already is not fetched twice.
 */
final class LayerIntake {
  private final List<Digest> wanted;
  private final List<@Nullable Layer> own = new ArrayList<>();

  /** Adds a layer that the tenant does not have. */
  @FunctionalInterface
  interface Carrier {
    /** Brings the layer that stands at the index among the image's layers. */
    Layer bring(int index, Digest diffId);
  }

  /**
   * Looks which layers the tenant has, and keeps them.
   *
   * @param lease stays the caller's, and open until the image is recorded
   */
  LayerIntake(ImageCatalog catalog, TenantId tenant, LayerLease lease, List<Digest> wanted) {
    this.wanted = List.copyOf(wanted);
    for (Digest diffId : wanted) {
      own.add(catalog.hasLayer(tenant, diffId) ? lease.find(diffId).orElse(null) : null);
    }
  }

  /** Checks that an image brings as many layers as its configuration names. */
  LayerIntake requireOffered(int offered) {
    if (wanted.size() != offered) {
      throw ImageInvalid.because(
          "it brings %d layers and names %d".formatted(offered, wanted.size()));
    }
    return this;
  }

  /** Where among the image's layers those stand that have to be brought. */
  List<Integer> missing() {
    List<Integer> missing = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      if (own.get(i) == null) {
        missing.add(i);
      }
    }
    return missing;
  }

  /**
   * Takes all layers, the lowest first.
   *
   * @return bytes of all layers' files
   */
  long take(Carrier carrier) {
    long bytes = 0;
    for (int i = 0; i < wanted.size(); i++) {
      Layer layer = own.get(i);
      bytes += (layer == null ? carrier.bring(i, wanted.get(i)) : layer).sizeBytes();
    }
    return bytes;
  }
}
