package io.gantry.agent.work;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one piece of work per key, never two of the same key at once, many keys in parallel up to
 * the number of threads. A key that is woken while it runs is run once more afterwards, so no
 * wake-up is lost and any number of them is one. Thread-safe.
 */
public final class KeyedWorkers<K> implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(KeyedWorkers.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private enum Phase {
    QUEUED,
    RUNNING,
    RUNNING_AND_WOKEN
  }

  private final Consumer<K> work;
  private final ExecutorService pool;
  private final ScheduledExecutorService timer;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by {@link #lock}; a key that is absent has nothing to do. */
  private final Map<K, Phase> phases = new HashMap<>();

  private volatile boolean closed;

  private KeyedWorkers(Consumer<K> work, ExecutorService pool, ScheduledExecutorService timer) {
    this.work = work;
    this.pool = pool;
    this.timer = timer;
  }

  /** Workers of the given number of threads, which begin with the first wake-up. */
  public static <K> KeyedWorkers<K> start(String name, int threads, Consumer<K> work) {
    return new KeyedWorkers<>(
        work, Threads.queueing(name, threads), Threads.timer(name + "-timer"));
  }

  /** Has the key's work run, or run once more if it runs now. */
  public void wake(K key) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      switch (phases.get(key)) {
        case null -> enqueue(key);
        case RUNNING -> phases.put(key, Phase.RUNNING_AND_WOKEN);
        case QUEUED, RUNNING_AND_WOKEN -> {}
      }
    } finally {
      lock.unlock();
    }
  }

  /** Wakes the key after a while. */
  public void wakeLater(K key, Duration delay) {
    if (!timer.isShutdown()) {
      var unused = timer.schedule(() -> wake(key), delay.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void enqueue(K key) {
    phases.put(key, Phase.QUEUED);
    pool.execute(() -> run(key));
  }

  private void run(K key) {
    if (closed) {
      return;
    }
    move(key, Phase.RUNNING);
    try {
      work.accept(key);
    } catch (RuntimeException e) {
      log.error("work on {} failed", key, e);
    } finally {
      finish(key);
    }
  }

  private void move(K key, Phase phase) {
    lock.lock();
    try {
      phases.put(key, phase);
    } finally {
      lock.unlock();
    }
  }

  private void finish(K key) {
    lock.lock();
    try {
      if (phases.remove(key) == Phase.RUNNING_AND_WOKEN && !closed) {
        enqueue(key);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more work and lets what runs end; after a while it is interrupted. */
  @Override
  public void close() {
    timer.shutdownNow();
    lock.lock();
    try {
      closed = true;
      pool.shutdown();
    } finally {
      lock.unlock();
    }
    try {
      if (!pool.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("work is left unfinished; it is taken up again at the next start");
        pool.shutdownNow();
      }
    } catch (InterruptedException e) {
      pool.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
