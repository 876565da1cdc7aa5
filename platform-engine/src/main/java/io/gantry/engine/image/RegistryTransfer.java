package io.gantry.engine.image;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.Digest;
import io.gantry.api.image.ImageSummary;
import io.gantry.api.image.RegistryLogin;
import io.gantry.api.image.TransferProgress;
import io.gantry.engine.storage.Layer;
import io.gantry.engine.storage.LayerLease;
import io.gantry.engine.storage.LayerStore;
import io.gantry.engine.storage.ScratchFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Images from and to registries. */
final class RegistryTransfer {
  private static final int BUFFER = 64 * 1024;

  private final ImageCatalog catalog;
  private final LayerStore layers;

  RegistryTransfer(ImageCatalog catalog, LayerStore layers) {
    this.catalog = catalog;
    this.layers = layers;
  }

  ImageSummary pull(
      TenantId tenant, ImageName name, @Nullable RegistryLogin login, TransferProgress progress) {
    try (Registry registry = Registry.toPull(name, login);
        LayerLease lease = layers.lease()) {
      Registry.Found found = registry.find(Platform.ofHost());
      progress.moved("manifest", 1, 1);
      Manifest manifest = found.manifest();
      ConfigFile config = ConfigFile.parse(registry.fetch(manifest.config()));
      long bytes =
          new LayerIntake(catalog, tenant, lease)
              .take(
                  config,
                  manifest.layers().size(),
                  (index, diffId) ->
                      bring(registry, manifest.layers().get(index), diffId, lease, progress));
      NewImage image = new NewImage(config, found.digest(), bytes);
      return catalog.put(tenant, image, List.of(name)).summary();
    }
  }

  /** Downloads first and unpacks then, so that a slow registry keeps nobody else waiting. */
  private Layer bring(
      Registry registry,
      Manifest.Descriptor part,
      Digest diffId,
      LayerLease lease,
      TransferProgress progress) {
    if (part.size() > layers.limits().maxBytes()) {
      throw ImageInvalid.because("a layer is larger than " + layers.limits().maxBytes() + " bytes");
    }
    try (ScratchFile file = layers.scratchFile()) {
      try (OutputStream out = new HastyOutput(file.write(), layers.limits().longest())) {
        registry.fetch(part, out, told(part.digest(), part.size(), progress));
      }
      return lease.add(diffId, file::read);
    } catch (IOException e) {
      throw local(e);
    }
  }

  /** Sends an image under a name; the layers are compressed anew, always alike. */
  void push(
      StoredImage image, ImageName name, @Nullable RegistryLogin login, TransferProgress progress) {
    try (Registry registry = Registry.toPush(name, login);
        LayerLease lease = layers.lease()) {
      List<Manifest.Descriptor> sent = new ArrayList<>();
      for (Digest diffId : image.config().layers()) {
        if (lease.find(diffId).isEmpty()) {
          throw GantryException.of(
              ErrorCode.STORAGE, "layer " + diffId + " is gone: fetch the image again");
        }
        sent.add(send(registry, diffId, progress));
      }
      byte[] config = image.config().bytes();
      registry.send(config);
      registry.send(new Manifest(Manifest.Descriptor.of(Manifest.CONFIG_TYPE, config), sent));
      progress.moved("manifest", 1, 1);
    }
  }

  private Manifest.Descriptor send(Registry registry, Digest diffId, TransferProgress progress) {
    try (ScratchFile file = layers.scratchFile()) {
      Digest compressed = compress(diffId, file);
      long size = Files.size(file.path());
      registry.send(compressed, file.path(), told(compressed, size, progress));
      return new Manifest.Descriptor(Manifest.LAYER_TYPE + "+gzip", compressed, size);
    } catch (IOException e) {
      throw local(e);
    }
  }

  private Digest compress(Digest diffId, ScratchFile file) throws IOException {
    MessageDigest digest = Sha256.begin();
    try (OutputStream out = new DigestOutputStream(file.write(), digest);
        OutputStream gzip = new GZIPOutputStream(out, BUFFER)) {
      layers.writeArchive(diffId, gzip);
    }
    return Sha256.end(digest);
  }

  /** The client tells steps; listeners hear sums. */
  private static LongConsumer told(Digest item, long size, TransferProgress progress) {
    AtomicLong sum = new AtomicLong();
    return step -> progress.moved(item.value(), sum.addAndGet(step), size);
  }

  private static GantryException local(IOException cause) {
    return GantryException.of(
        ErrorCode.STORAGE, "a layer on its way cannot be stored: " + cause.getMessage(), cause);
  }
}
