package io.gantry.engine.image.registry;

import io.gantry.api.image.Digest;
import io.gantry.api.image.TransferProgress;
import io.gantry.engine.image.document.Manifest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells how far each layer has come, and all of them. Thread-safe. */
final class LayerProgress {
  private final TransferProgress progress;
  private final Map<Digest, Long> moved = new HashMap<>();
  private final long total;
  private long sum;

  LayerProgress(List<Manifest.Descriptor> layers, TransferProgress progress) {
    this.progress = progress;
    this.total = layers.stream().distinct().mapToLong(Manifest.Descriptor::size).sum();
  }

  /** A step was made; what comes again from another place is told, but never more than there is. */
  void moved(Manifest.Descriptor layer, long step) {
    add(layer, Math.min(step, layer.size() - before(layer)));
  }

  /** It is here, whoever fetched it. */
  void arrived(Manifest.Descriptor layer) {
    add(layer, layer.size() - before(layer));
  }

  private synchronized long before(Manifest.Descriptor layer) {
    return moved.getOrDefault(layer.digest(), 0L);
  }

  private void add(Manifest.Descriptor layer, long step) {
    if (step <= 0) {
      return;
    }
    long done;
    long all;
    synchronized (this) {
      done = moved.merge(layer.digest(), step, Long::sum);
      sum += step;
      all = sum;
    }
    progress.moved(layer.digest().value(), done, layer.size());
    progress.moved(TransferProgress.TOTAL, all, total);
  }
}
