package io.gantry.engine.image;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.ArchiveFormat;
import io.gantry.api.image.Digest;
import io.gantry.api.image.ImageSummary;
import io.gantry.api.image.TransferProgress;
import io.gantry.engine.image.document.ImageInvalid;
import io.gantry.engine.image.document.Platform;
import io.gantry.engine.image.signature.TrustPolicy;
import io.gantry.engine.storage.LayerLease;
import io.gantry.engine.storage.LayerSource;
import io.gantry.engine.storage.LayerStore;
import io.gantry.engine.storage.SpooledArchive;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Images in files: loads archives of either kind, saves them. */
final class ArchiveTransfer {
  private final ImageCatalog catalog;
  private final LayerStore layers;
  private final TrustPolicy trust;

  ArchiveTransfer(ImageCatalog catalog, LayerStore layers, TrustPolicy trust) {
    this.catalog = catalog;
    this.layers = layers;
    this.trust = trust;
  }

  List<ImageSummary> load(TenantId tenant, InputStream archive, TransferProgress progress) {
    InputStream heard = new ProgressStream(archive, "archive", progress);
    try (SpooledArchive spooled = SpooledArchive.of(heard, layers)) {
      List<ImageSummary> loaded = new ArrayList<>();
      for (ArchivedImage image : read(spooled)) {
        loaded.add(load(tenant, image));
      }
      return loaded;
    }
  }

  private static List<ArchivedImage> read(SpooledArchive archive) {
    if (archive.contains(DockerArchive.MANIFEST)) {
      return DockerArchive.read(archive);
    }
    if (archive.contains(OciLayout.INDEX)) {
      return new OciLayout(archive, Platform.ofHost()).read();
    }
    throw ImageInvalid.because(
        "its archive holds neither manifest.json nor index.json; a root file system is imported");
  }

  private ImageSummary load(TenantId tenant, ArchivedImage image) {
    trust.requireArchive(image.names());
    try (LayerLease lease = layers.lease()) {
      List<LayerSource> sources = image.layers();
      long bytes =
          new LayerIntake(catalog, tenant, lease, image.config().layers())
              .requireOffered(sources.size())
              .take((index, diffId) -> lease.add(diffId, sources.get(index)));
      NewImage complete = new NewImage(image.config(), null, bytes);
      StoredImage stored = catalog.put(tenant, complete, image.names());
      return stored.summary();
    }
  }

  void save(
      TenantId tenant, List<String> references, ArchiveFormat format, OutputStream destination) {
    Map<StoredImage, Set<String>> images = chosen(tenant, references);
    try (LayerLease lease = layers.lease()) {
      ArchiveOutput out = new ArchiveOutput(destination);
      images.keySet().forEach(image -> image.config().layers().forEach(lease::find));
      ImageWriter writer = new ImageWriter(layers, out);
      switch (format) {
        case DOCKER_ARCHIVE -> writer.writeDockerArchive(images);
        case OCI -> writer.writeOciLayout(images);
      }
      out.finish();
    } catch (IOException e) {
      throw GantryException.of(
          ErrorCode.STORAGE, "the archive could not be written: " + e.getMessage(), e);
    }
  }

  private Map<StoredImage, Set<String>> chosen(TenantId tenant, List<String> references) {
    if (references.isEmpty()) {
      throw GantryException.of(ErrorCode.INVALID_ARGUMENT, "name at least one image to save");
    }
    ImageLookup lookup = new ImageLookup(catalog);
    Map<Digest, StoredImage> byId = new LinkedHashMap<>();
    Map<StoredImage, Set<String>> chosen = new LinkedHashMap<>();
    for (String reference : references) {
      StoredImage found = lookup.find(tenant, reference);
      StoredImage image = byId.computeIfAbsent(found.id(), id -> found);
      Set<String> names = chosen.computeIfAbsent(image, key -> new TreeSet<>());
      String name = ImageLookup.nameOf(reference);
      if (image.names().contains(name)) {
        names.add(name);
      }
    }
    return chosen;
  }
}
