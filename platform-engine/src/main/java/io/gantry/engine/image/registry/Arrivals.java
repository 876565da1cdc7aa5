package io.gantry.engine.image.registry;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.Digest;
import io.gantry.api.image.RegistryLogin;
import io.gantry.engine.storage.ScratchFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Layers on their way: what a tenant wants twice at the same time, by the same login, comes once.
 * Tenants share nothing here, as knowing a digest gives no right to it. Thread-safe.
 */
final class Arrivals {
  private final Map<Key, Arrival> arrivals = new HashMap<>();

  /** Who fetches what. */
  record Key(TenantId tenant, @Nullable RegistryLogin login, Digest digest) {}

  /** One file that several wait for. Its fields are guarded by the arrivals' lock. */
  private static final class Arrival {
    private final Key key;
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable ScratchFile file;
    private int users;

    private Arrival(Key key) {
      this.key = key;
    }
  }

  /** A part in a file that has come; with the last part the file goes. */
  final class Share implements AutoCloseable {
    private final Arrival arrival;
    private final ScratchFile file;
    private boolean closed;

    private Share(Arrival arrival, ScratchFile file) {
      this.arrival = arrival;
      this.file = file;
    }

    InputStream read() throws IOException {
      return file.read();
    }

    @Override
    public void close() {
      synchronized (Arrivals.this) {
        if (!closed) {
          closed = true;
          leave(arrival);
        }
      }
    }
  }

  /**
   * Waits for the file if somebody fetches it, and fetches it otherwise. The failure of somebody
   * else is not the caller's: then he tries himself.
   *
   * @param download returns the whole file, or leaves nothing
   */
  Share take(Key key, Supplier<ScratchFile> download) {
    while (true) {
      Arrival own = new Arrival(key);
      Arrival arrival = join(own);
      if (arrival == own) {
        return fetch(own, download);
      }
      Share shared = await(arrival);
      if (shared != null) {
        return shared;
      }
    }
  }

  private synchronized Arrival join(Arrival own) {
    Arrival arrival = arrivals.computeIfAbsent(own.key, key -> own);
    arrival.users++;
    return arrival;
  }

  private Share fetch(Arrival own, Supplier<ScratchFile> download) {
    @Nullable ScratchFile file = null;
    try {
      file = download.get();
      return new Share(own, file);
    } finally {
      synchronized (this) {
        own.file = file;
        if (file == null) {
          // Who waits for it hears that it failed; nobody joins them any more.
          arrivals.remove(own.key, own);
          leave(own);
        }
      }
      own.ended.countDown();
    }
  }

  private @Nullable Share await(Arrival arrival) {
    boolean waited = false;
    try {
      arrival.ended.await();
      waited = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw GantryException.of(ErrorCode.TIMEOUT, "given up while a layer was fetched", e);
    } finally {
      if (!waited) {
        leave(arrival);
      }
    }
    synchronized (this) {
      if (arrival.file != null) {
        return new Share(arrival, arrival.file);
      }
      leave(arrival);
      return null;
    }
  }

  private synchronized void leave(Arrival arrival) {
    arrival.users--;
    if (arrival.users == 0) {
      arrivals.remove(arrival.key, arrival);
      if (arrival.file != null) {
        close(arrival.file);
      }
    }
  }

  private static void close(ScratchFile file) {
    try {
      file.close();
    } catch (IOException e) {
      throw GantryException.of(
          ErrorCode.STORAGE, "a temporary file cannot be removed: " + e.getMessage(), e);
    }
  }
}
