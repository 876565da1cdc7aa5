package io.gantry.engine.image;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.Digest;
import io.gantry.api.image.ImageSummary;
import io.gantry.api.image.RegistryLogin;
import io.gantry.api.image.TransferProgress;
import io.gantry.engine.image.document.ImageName;
import io.gantry.engine.image.document.Manifest;
import io.gantry.engine.image.document.Platform;
import io.gantry.engine.image.document.Sha256;
import io.gantry.engine.image.registry.LayerDownloads;
import io.gantry.engine.image.registry.RegistryAccess;
import io.gantry.engine.image.registry.RegistryPush;
import io.gantry.engine.image.registry.Source;
import io.gantry.engine.image.signature.SignatureCheck;
import io.gantry.engine.image.signature.SignatureStore;
import io.gantry.engine.image.signature.TrustPolicy;
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
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Images from and to registries. */
final class RegistryTransfer {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryTransfer.class);
  private static final int BUFFER = 64 * 1024;

  private final ImageCatalog catalog;
  private final LayerStore layers;
  private final RegistryAccess registries;
  private final TrustPolicy trust;

  RegistryTransfer(
      ImageCatalog catalog, LayerStore layers, RegistryAccess registries, TrustPolicy trust) {
    this.catalog = catalog;
    this.layers = layers;
    this.registries = registries;
    this.trust = trust;
  }

  /** Nothing is unpacked before the node's owner's policy was asked. */
  ImageSummary pull(
      TenantId tenant, ImageName name, @Nullable RegistryLogin login, TransferProgress progress) {
    RegistryAccess.Pull pull = registries.pull(tenant, name, login);
    Source.Found found = pull.source().find(Platform.ofHost());
    requireTrust(name, found, pull.source(), progress);
    progress.moved("manifest", 1, 1);
    Manifest manifest = found.manifest();
    ConfigFile config = ConfigFile.parse(pull.source().fetch(manifest.config()));
    config.requirePlatform(Platform.ofHost());
    try (LayerLease lease = layers.lease()) {
      LayerIntake parts =
          new LayerIntake(catalog, tenant, lease, config.layers())
              .requireOffered(manifest.layers().size());
      try (LayerDownloads downloads = pull.layers(manifest, parts.missing(), layers, progress)) {
        long bytes = parts.take((index, diffId) -> unpack(downloads, index, diffId, lease));
        NewImage image = new NewImage(config, found.digest(), bytes);
        return catalog.put(tenant, image, List.of(name)).summary();
      }
    }
  }

  private void requireTrust(
      ImageName name, Source.Found found, Source source, TransferProgress progress) {
    new SignatureCheck(name, signatures(source))
        .require(trust.of(name), List.of(found.named(), found.digest()))
        .ifPresent(
            proof -> {
              String signed = proof.signed().equals(found.digest()) ? "manifest" : "index";
              progress.moved("signature of the " + signed, 1, 1);
              LOG.info(
                  "image is signed image={} digest={} signed={} key={}",
                  name,
                  found.digest(),
                  signed,
                  proof.key());
            });
  }

  private static SignatureStore signatures(Source source) {
    return new SignatureStore() {
      @Override
      public Optional<byte[]> tagged(String tag) {
        return source.tagged(tag);
      }

      @Override
      public byte[] fetch(Manifest.Descriptor part) {
        return source.fetch(part);
      }
    };
  }

  /** A layer is unpacked after it has come, so that a slow registry keeps nobody else waiting. */
  private static Layer unpack(
      LayerDownloads downloads, int index, Digest diffId, LayerLease lease) {
    try (LayerDownloads.Content content = downloads.await(index)) {
      return lease.add(diffId, content::read);
    }
  }

  /** Sends an image under a name; the layers are compressed anew, always alike. */
  void push(
      StoredImage image, ImageName name, @Nullable RegistryLogin login, TransferProgress progress) {
    try (RegistryPush registry = registries.push(name, login);
        LayerLease lease = layers.lease()) {
      List<Manifest.Descriptor> sent = new ArrayList<>();
      for (Digest diffId : image.config().layers()) {
        var unused = lease.require(diffId);
        sent.add(send(registry, diffId, progress));
      }
      byte[] config = image.config().bytes();
      registry.send(config);
      registry.send(new Manifest(Manifest.Descriptor.of(Manifest.CONFIG_TYPE, config), sent));
      progress.moved("manifest", 1, 1);
    }
  }

  private Manifest.Descriptor send(
      RegistryPush registry, Digest diffId, TransferProgress progress) {
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
