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

  /**
   * Keeps a layer of an image that is here.
   *
   * @throws GantryException STORAGE if the layer is not
   */
  public Layer require(Digest diffId) {
    keep(diffId);
    return store.require(diffId);
  }

  /** Unpacks an archive of unknown digest. */
  public Layer add(LayerSource archive) {
    return store.unpack(archive, this::keep);
  }

  /**
   * Adds a layer. When several ask for the same one, one unpacks and the others wait for it. Where
   * the layer is here already the archive is still read and compared, so that nobody comes to a
   * layer by knowing its digest: who may have it takes it by {@link #find}.
   *
   * @throws GantryException DIGEST_MISMATCH if the archive is another; IMAGE_INVALID, NO_SPACE,
   *     STORAGE
   */
  public Layer add(Digest diffId, LayerSource archive) {
    keep(diffId);
    while (true) {
      Optional<Layer> present = store.find(diffId);
      if (present.isPresent()) {
        store.compare(diffId, archive);
        return present.get();
      }
      CountDownLatch own = new CountDownLatch(1);
      CountDownLatch other = store.unpacking.putIfAbsent(diffId, own);
      if (other != null) {
        awaitEnd(other);
      } else if (store.find(diffId).isEmpty()) {
        return unpackAlone(diffId, archive, own);
      } else {
        end(diffId, own);
      }
    }
  }

  private Layer unpackAlone(Digest diffId, LayerSource archive, CountDownLatch own) {
    try {
      return store.unpack(archive, LayerStore.Expected.exactly(diffId));
    } finally {
      end(diffId, own);
    }
  }

  private void end(Digest diffId, CountDownLatch own) {
    store.unpacking.remove(diffId, own);
    own.countDown();
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
