package io.gantry.engine.storage;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps layers from being removed until what is built on them is recorded: an image in the catalog,
 * a container's storage. One thread uses a lease.
 */
public final class LayerLease implements AutoCloseable {
  private final LayerStore store;
  private final List<Digest> kept = new ArrayList<>();

  LayerLease(LayerStore store) {
    this.store = store;
  }

  /** Keeps a layer if it is here. */
  public Optional<Layer> find(Digest diffId) {
    keep(diffId);
    return store.find(diffId);
  }

  /** Unpacks an archive of unknown digest. */
  public Layer add(LayerSource archive) {
    return store.unpack(archive, this::keep);
  }

  /**
   * Adds a layer unless it is here. When several ask for the same one, one unpacks and the others
   * wait for it.
   *
   * @param archive opened only if it is needed
   * @throws GantryException DIGEST_MISMATCH if the archive is another; IMAGE_INVALID, NO_SPACE,
   *     STORAGE
   */
  public Layer add(Digest diffId, LayerSource archive) {
    keep(diffId);
    while (true) {
      CountDownLatch own = new CountDownLatch(1);
      CountDownLatch other = store.unpacking.putIfAbsent(diffId, own);
      if (other == null) {
        return addAlone(diffId, archive, own);
      }
      awaitEnd(other);
      Optional<Layer> layer = store.find(diffId);
      if (layer.isPresent()) {
        return layer.get();
      }
    }
  }

  private Layer addAlone(Digest diffId, LayerSource archive, CountDownLatch own) {
    try {
      return store
          .find(diffId)
          .orElseGet(() -> store.unpack(archive, LayerStore.Expected.exactly(diffId)));
    } finally {
      store.unpacking.remove(diffId, own);
      own.countDown();
    }
  }

  private void awaitEnd(CountDownLatch other) {
    try {
      if (!other.await(store.limits().longest().toMillis(), TimeUnit.MILLISECONDS)) {
        throw GantryException.of(ErrorCode.TIMEOUT, "another request unpacks the same layer");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw GantryException.of(ErrorCode.TIMEOUT, "interrupted while a layer was unpacked", e);
    }
  }

  private void keep(Digest diffId) {
    store.keep(diffId);
    kept.add(diffId);
  }

  @Override
  public void close() {
    kept.forEach(store::letGo);
    kept.clear();
  }
}
