package io.gantry.engine.image;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.Digest;
import io.gantry.api.image.ImageConfig;
import io.gantry.api.image.ImageSummary;
import io.gantry.engine.image.document.ImageName;
import io.gantry.engine.storage.Layer;
import io.gantry.engine.storage.LayerLease;
import io.gantry.engine.storage.LayerStore;
import io.gantry.engine.storage.ScratchFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Makes an image of another one and what a container has changed in it. */
final class Commit {
  private final ImageCatalog catalog;
  private final LayerStore layers;

  Commit(ImageCatalog catalog, LayerStore layers) {
    this.catalog = catalog;
    this.layers = layers;
  }

  /**
   * Makes it; durable on return.
   *
   * @param base id of an image of the tenant
   * @param difference writes the archive of the layer
   * @param by who or what the history says made it
   */
  ImageSummary run(
      TenantId tenant,
      Digest base,
      Consumer<OutputStream> difference,
      ImageName name,
      UnaryOperator<ImageConfig> changes,
      String by) {
    StoredImage image = new ImageLookup(catalog).find(tenant, base.value());
    try (LayerLease lease = layers.lease();
        ScratchFile file = layers.scratchFile()) {
      image.config().layers().forEach(lease::require);
      try (OutputStream out = new BufferedOutputStream(file.write())) {
        difference.accept(out);
      }
      Layer layer = lease.add(file::read);
      ConfigFile config =
          new CommittedConfig(image.config())
              .with(layer.diffId(), changes.apply(image.config().config()), catalog.now(), by);
      NewImage made = new NewImage(config, null, image.sizeBytes() + layer.sizeBytes());
      return catalog.put(tenant, made, List.of(name)).summary();
    } catch (IOException e) {
      throw GantryException.of(ErrorCode.STORAGE, "the new layer cannot be stored", e)
          .about("image", name);
    }
  }
}
