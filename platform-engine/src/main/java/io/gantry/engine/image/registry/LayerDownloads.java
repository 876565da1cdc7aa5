package io.gantry.engine.image.registry;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.IntFunction;

/**
 * The layers of one image, fetched several at once in their order. The first failure stops all of
 * them. Closing leaves no thread and no file.
 */
public final class LayerDownloads implements AutoCloseable {
  /** As many layers of an image come at once. */
  private static final int AT_ONCE = 3;

  private final Map<Integer, CompletableFuture<Arrivals.Share>> parts = new HashMap<>();
  private final ExecutorService workers =
      Executors.newFixedThreadPool(
          AT_ONCE, Thread.ofPlatform().name("gantry-pull-", 0).daemon().factory());

  private LayerDownloads() {}

  /**
   * Begins.
   *
   * @param indexes of the layers that are wanted, the first wanted first
   */
  static LayerDownloads start(Iterable<Integer> indexes, IntFunction<Arrivals.Share> fetch) {
    LayerDownloads downloads = new LayerDownloads();
    for (int index : indexes) {
      downloads.parts.put(index, new CompletableFuture<>());
    }
    for (int index : indexes) {
      downloads.submit(index, fetch);
    }
    return downloads;
  }

  private void submit(int index, IntFunction<Arrivals.Share> fetch) {
    try {
      workers.execute(() -> run(index, fetch));
    } catch (RejectedExecutionException e) {
      // One before it has failed already, and who waits for this one hears that.
    }
  }

  private void run(int index, IntFunction<Arrivals.Share> fetch) {
    CompletableFuture<Arrivals.Share> part = part(index);
    try {
      Arrivals.Share share = fetch.apply(index);
      if (!part.complete(share)) {
        share.close();
      }
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  private void fail(Throwable failure) {
    parts.values().forEach(part -> part.completeExceptionally(failure));
    var unused = workers.shutdownNow();
  }

  private CompletableFuture<Arrivals.Share> part(int index) {
    CompletableFuture<Arrivals.Share> part = parts.get(index);
    if (part == null) {
      throw new IllegalArgumentException("layer " + index + " was not asked for");
    }
    return part;
  }

  /**
   * Waits for a layer.
   *
   * @throws GantryException what made it, or another layer, fail
   */
  public Content await(int index) {
    try {
      return new Content(part(index).get());
    } catch (ExecutionException e) {
      throw failure(Objects.requireNonNullElse(e.getCause(), e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw GantryException.of(ErrorCode.TIMEOUT, "given up while layers were fetched", e);
    }
  }

  /** The failure as it is; it arose in another thread. */
  private static RuntimeException failure(Throwable cause) {
    return cause instanceof GantryException failure ? failure : new CompletionException(cause);
  }

  /** A layer that has come; closing it lets its file go. */
  public static final class Content implements AutoCloseable {
    private final Arrivals.Share share;

    private Content(Arrivals.Share share) {
      this.share = share;
    }

    public InputStream read() throws IOException {
      return share.read();
    }

    @Override
    public void close() {
      share.close();
    }
  }

  @Override
  public void close() {
    fail(GantryException.of(ErrorCode.TIMEOUT, "the image is not wanted any more"));
    workers.close();
    parts.values().stream()
        .filter(part -> !part.isCompletedExceptionally())
        .forEach(part -> part.join().close());
  }
}
