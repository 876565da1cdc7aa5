package io.gantry.engine.image.registry;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.RegistryLogin;
import io.gantry.api.image.TransferProgress;
import io.gantry.engine.image.document.ImageName;
import io.gantry.engine.image.document.Manifest;
import io.gantry.engine.storage.LayerStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The node's way to registries, as its owner wants it. Thread-safe. */
public final class RegistryAccess implements AutoCloseable {
  /** As many connections fetch layers at once, for all tenants. */
  private static final int AT_ONCE = 12;

  private final Registries registries;
  private final RetryPolicy policy;
  private final RegistryHttp http;
  private final Arrivals arrivals = new Arrivals();
  private final Slots slots = new Slots(AT_ONCE);

  public RegistryAccess(Registries registries) {
    this(registries, RetryPolicy.DEFAULT);
  }

  RegistryAccess(Registries registries, RetryPolicy policy) {
    this.registries = registries;
    this.policy = policy;
    this.http = new RegistryHttp(policy.stall());
  }

  /** One image, for one who asks. */
  public final class Pull {
    private final TenantId tenant;
    private final @Nullable RegistryLogin login;
    private final Source source;

    private Pull(TenantId tenant, ImageName name, @Nullable RegistryLogin login) {
      this.tenant = tenant;
      this.login = login;
      this.source =
          new Source(
              name,
              registries.route(name).stream()
                  .map(endpoint -> new Remote(endpoint, login, http))
                  .toList(),
              policy);
    }

    public Source source() {
      return source;
    }

    /**
     * Begins to fetch layers.
     *
     * @param indexes of those that are wanted
     * @param store whose disk and limits they have
     */
    public LayerDownloads layers(
        Manifest manifest, List<Integer> indexes, LayerStore store, TransferProgress progress) {
      List<Manifest.Descriptor> all = manifest.layers();
      LayerProgress told = new LayerProgress(indexes.stream().map(all::get).toList(), progress);
      return LayerDownloads.start(
          indexes,
          index -> {
            Manifest.Descriptor part = all.get(index);
            LayerFile file = new LayerFile(tenant, source, part, store, slots);
            Arrivals.Share share =
                arrivals.take(
                    new Arrivals.Key(tenant, login, part.digest()),
                    () -> file.fetch(step -> told.moved(part, step)));
            told.arrived(part);
            return share;
          });
    }
  }

  /**
   * Begins to fetch an image; nothing is asked yet.
   *
   * @throws GantryException POLICY_DENIED if its registry is blocked
   */
  public Pull pull(TenantId tenant, ImageName name, @Nullable RegistryLogin login) {
    return new Pull(tenant, name, login);
  }

  /**
   * Reaches a repository to send to it.
   *
   * @throws GantryException POLICY_DENIED, REGISTRY
   */
  public RegistryPush push(ImageName name, @Nullable RegistryLogin login) {
    return RegistryPush.begin(name, registries.origin(name).insecure(), login);
  }

  @Override
  public void close() {
    http.close();
  }
}
