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
import io.gantry.engine.image.document.ImageName;
import io.gantry.engine.image.document.Platform;
import io.gantry.engine.image.registry.RegistryAccess;
import io.gantry.engine.image.signature.TrustPolicy;
import io.gantry.engine.storage.ContainerStorage;
import io.gantry.engine.storage.Layer;
import io.gantry.engine.storage.LayerLease;
import io.gantry.engine.storage.LayerStore;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The images of a node's tenants. A tenant sees its own images only, by its own names; what several
 * have in common is stored once. An image is recorded when all its layers are durable, so one that
 * is listed can be used. Thread-safe.
 */
public final class Images implements AutoCloseable {
  private final ImageCatalog catalog;
  private final LayerStore layers;
  private final TrustPolicy trust;
  private final ImageRemoval removal;
  private final ArchiveTransfer archives;
  private final RegistryAccess access;
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
      ImageSources sources) {
    this.catalog = catalog;
    this.layers = layers;
    this.trust = sources.trust();
    this.removal = new ImageRemoval(catalog, layers, containers, inUse);
    this.archives = new ArchiveTransfer(catalog, layers, trust);
    this.access = new RegistryAccess(sources.registries());
    this.registries = new RegistryTransfer(catalog, layers, access, trust);
  }

  /**
   * Makes an image of one layer.
   *
   * @param tar the root file system, plain or compressed; read to its end, not closed
   * @throws GantryException IMAGE_INVALID, INVALID_ARGUMENT, NO_SPACE; POLICY_DENIED if images of
   *     that name are not taken from archives
   */
  public ImageSummary importRootfs(
      TenantId tenant,
      String reference,
      InputStream tar,
      ImageConfig config,
      TransferProgress progress) {
    ImageName name = ImageName.parse(reference);
    requireTag(name);
    trust.requireArchive(List.of(name));
    try (LayerLease lease = layers.lease()) {
      Layer layer = lease.add(() -> new ProgressStream(tar, "layer", progress));
      ConfigFile file =
          NewConfig.write(config, List.of(layer.diffId()), Platform.ofHost(), catalog.now());
      return catalog
          .put(tenant, new NewImage(file, null, layer.sizeBytes()), List.of(name))
          .summary();
    }
  }

  /**
   * Makes an image of another one and what a container has changed in it.
   *
   * @param base id of an image of the tenant
   * @param difference writes the archive of a layer, to a stream that is not its to close
   * @param reference a name with a tag
   * @param changes of what the image says about running it
   * @param by who or what the new image's history says made it
   * @throws GantryException NO_SUCH_IMAGE, INVALID_ARGUMENT, IMAGE_INVALID with 127 layers already,
   *     NO_SPACE, STORAGE; POLICY_DENIED if images of that name are not taken unsigned
   */
  public ImageSummary commit(
      TenantId tenant,
      Digest base,
      Consumer<OutputStream> difference,
      String reference,
      UnaryOperator<ImageConfig> changes,
      String by) {
    ImageName name = ImageName.parse(reference);
    requireTag(name);
    trust.requireArchive(List.of(name));
    return orCollect(
        () -> new Commit(catalog, layers).run(tenant, base, difference, name, changes, by));
  }

  /**
   * Takes the images out of an archive of either format, plain or compressed. Those before a
   * refused one stay.
   *
   * @param archive read to its end, not closed
   * @throws GantryException IMAGE_INVALID, DIGEST_MISMATCH, NO_SPACE, POLICY_DENIED
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
   * Fetches an image from its mirrors or its registry, which always is asked whether the login may
   * have it; layers the tenant has already stay where they are.
   *
   * @param login for the registry the name says; no mirror sees it
   * @throws GantryException NO_SUCH_IMAGE if the registry has none, UNSUPPORTED if there is none
   *     for this host's platform, POLICY_DENIED if the registry is blocked or a signature is
   *     missing, REGISTRY, IMAGE_INVALID, DIGEST_MISMATCH, NO_SPACE, TIMEOUT
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
   * @throws GantryException NO_SUCH_IMAGE, REGISTRY, POLICY_DENIED
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
    removal.remove(tenant, image.id());
  }

  /**
   * Removes the tenant's images that have no name and no container.
   *
   * @param namelessFor how long they have had none
   */
  public PruneResult prune(TenantId tenant, Duration namelessFor) {
    return removal.prune(tenant, namelessFor);
  }

  /** What {@link #prune} would remove now; nothing is removed. */
  public PruneResult prunable(TenantId tenant, Duration namelessFor) {
    return removal.prunable(tenant, namelessFor);
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
        var unused = removal.collect();
      }
    }
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

  /** Ends the connections to registries; who still fetches something fails. */
  @Override
  public void close() {
    access.close();
  }
}
