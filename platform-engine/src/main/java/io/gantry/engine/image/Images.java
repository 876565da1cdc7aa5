package io.gantry.engine.image;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.ArchiveFormat;
import io.gantry.api.image.Digest;
import io.gantry.api.image.ImageConfig;
import io.gantry.api.image.ImageDetail;
import io.gantry.api.image.ImageSummary;
import io.gantry.api.image.PruneResult;
import io.gantry.api.image.RegistryLogin;
import io.gantry.api.image.TransferProgress;
import io.gantry.engine.storage.ContainerStorage;
import io.gantry.engine.storage.Layer;
import io.gantry.engine.storage.LayerLease;
import io.gantry.engine.storage.LayerStore;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The images of a node's tenants. A tenant sees its own images only, by its own names; what several
 * have in common is stored once. An image is recorded when all its layers are durable, so one that
 * is listed can be used. Thread-safe.
 */
public final class Images {
  private final ImageCatalog catalog;
  private final LayerStore layers;
  private final ContainerStorage containers;
  private final BiPredicate<TenantId, Digest> inUse;
  private final Clock clock;
  private final ArchiveTransfer archives;
  private final RegistryTransfer registries;

  /**
   * Opens the room.
   *
   * @param inUse whether a container of the tenant uses the image
   */
  public Images(
      ImageCatalog catalog,
      LayerStore layers,
      ContainerStorage containers,
      BiPredicate<TenantId, Digest> inUse,
      Clock clock) {
    this.catalog = catalog;
    this.layers = layers;
    this.containers = containers;
    this.inUse = inUse;
    this.clock = clock;
    this.archives = new ArchiveTransfer(catalog, layers);
    this.registries = new RegistryTransfer(catalog, layers);
  }

  /**
   * Makes an image of one layer.
   *
   * @param tar the root file system, plain or compressed; read to its end, not closed
   * @throws GantryException IMAGE_INVALID, INVALID_ARGUMENT, NO_SPACE
   */
  public ImageSummary importRootfs(
      TenantId tenant,
      String reference,
      InputStream tar,
      ImageConfig config,
      TransferProgress progress) {
    ImageName name = ImageName.parse(reference);
    requireTag(name);
    try (LayerLease lease = layers.lease()) {
      Layer layer = lease.add(() -> new ProgressStream(tar, "layer", progress));
      ConfigFile file =
          NewConfig.write(config, List.of(layer.diffId()), Platform.ofHost(), clock.instant());
      return catalog
          .put(tenant, new NewImage(file, null, layer.sizeBytes()), List.of(name))
          .summary();
    }
  }

  /**
   * Takes the images out of an archive of either format, plain or compressed. Those before a
   * refused one stay.
   *
   * @param archive read to its end, not closed
   * @throws GantryException IMAGE_INVALID, DIGEST_MISMATCH, NO_SPACE
   */
  public List<ImageSummary> load(TenantId tenant, InputStream archive, TransferProgress progress) {
    return orCollect(() -> archives.load(tenant, archive, progress));
  }

  /**
   * Writes images into one archive, under the names they are asked by.
   *
   * @param destination not closed
   * @throws GantryException NO_SUCH_IMAGE before anything is written
   */
  public void save(
      TenantId tenant, List<String> references, ArchiveFormat format, OutputStream destination) {
    archives.save(tenant, references, format, destination);
  }

  /**
   * Fetches an image from its registry; layers the tenant has already stay where they are.
   *
   * @throws GantryException NO_SUCH_IMAGE if the registry has none, REGISTRY, IMAGE_INVALID,
   *     DIGEST_MISMATCH, NO_SPACE, TIMEOUT
   */
  public ImageSummary pull(
      TenantId tenant, String reference, @Nullable RegistryLogin login, TransferProgress progress) {
    ImageName name = ImageName.parse(reference);
    return orCollect(() -> registries.pull(tenant, name, login, progress));
  }

  /**
   * Sends an image to the registry its name says.
   *
   * @param reference a name with a tag
   * @throws GantryException NO_SUCH_IMAGE, REGISTRY
   */
  public void push(
      TenantId tenant, String reference, @Nullable RegistryLogin login, TransferProgress progress) {
    ImageName name = ImageName.parse(reference);
    requireTag(name);
    registries.push(find(tenant, reference), name, login, progress);
  }

  /** The tenant's images, those without a name included. */
  public List<ImageSummary> list(TenantId tenant) {
    return catalog.list(tenant).stream().map(StoredImage::summary).toList();
  }

  /**
   * One image.
   *
   * @param reference a name, a name with the manifest's digest, an id or at least 12 characters of
   *     one
   * @throws GantryException NO_SUCH_IMAGE
   */
  public ImageDetail inspect(TenantId tenant, String reference) {
    return find(tenant, reference).detail();
  }

  /** Gives an image a further name, which leaves the image that had it. */
  public void tag(TenantId tenant, String reference, String name) {
    ImageName target = ImageName.parse(name);
    requireTag(target);
    catalog.name(tenant, target, find(tenant, reference).id());
  }

  /**
   * Takes a name away, and with its last name the image. By its id an image goes with all its
   * names.
   *
   * @throws GantryException NO_SUCH_IMAGE; IMAGE_IN_USE if it would go and a container uses it
   */
  public void remove(TenantId tenant, String reference) {
    StoredImage image = find(tenant, reference);
    String name = ImageLookup.nameOf(reference);
    List<String> left = new ArrayList<>(image.names());
    boolean byName = left.remove(name);
    if (byName && !left.isEmpty()) {
      catalog.removeName(tenant, name);
      return;
    }
    if (inUse.test(tenant, image.id())) {
      throw GantryException.of(
              ErrorCode.IMAGE_IN_USE, "a container uses the image: remove the container first")
          .about("image", image.id());
    }
    catalog.removeImage(tenant, image.id());
    collect();
  }

  /** Removes the tenant's images that have no name and no container. */
  public PruneResult prune(TenantId tenant) {
    List<Digest> removed = new ArrayList<>();
    for (StoredImage image : catalog.list(tenant)) {
      if (image.names().isEmpty() && !inUse.test(tenant, image.id())) {
        catalog.removeImage(tenant, image.id());
        removed.add(image.id());
      }
    }
    return new PruneResult(removed, collect());
  }

  /** What a refused image brought is of no use and goes. */
  private <T> T orCollect(Supplier<T> transfer) {
    boolean done = false;
    try {
      T result = transfer.get();
      done = true;
      return result;
    } finally {
      if (!done) {
        collect();
      }
    }
  }

  private long collect() {
    return layers.collect(this::layersInUse);
  }

  private Set<Digest> layersInUse() {
    Set<Digest> used = new HashSet<>(catalog.layers());
    used.addAll(containers.layersInUse());
    return used;
  }

  private StoredImage find(TenantId tenant, String reference) {
    return new ImageLookup(catalog).find(tenant, reference);
  }

  private static void requireTag(ImageName name) {
    if (name.digest().isPresent()) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT, "'" + name + "' names content by digest: give a tag");
    }
  }
}
