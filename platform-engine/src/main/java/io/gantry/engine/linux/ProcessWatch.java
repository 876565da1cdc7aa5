package io.gantry.engine.linux;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that is told by the kernel when any of many processes ends. Thread-safe. */
public final class ProcessWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessWatch.class);
  private static final Duration LONG = Duration.ofDays(1);

  private record Watched(PidFd process, Runnable onEnd) {}

  private final ConcurrentLinkedQueue<Watched> added = new ConcurrentLinkedQueue<>();
  private final List<Watched> watched = new ArrayList<>(); // the watching thread's own
  private final WakeUp news;
  private final Thread thread;
  private volatile boolean closing;

  private ProcessWatch(WakeUp news) {
    this.news = news;
    this.thread = Thread.ofPlatform().name("gantry-processes").daemon().unstarted(this::watch);
  }

  public static ProcessWatch open() throws SyscallException {
    ProcessWatch watch = new ProcessWatch(WakeUp.open());
    watch.thread.start();
    return watch;
  }

  /**
   * Watches one more process.
   *
   * @param onEnd called once, on the watching thread or at once if the process is gone; must be
   *     quick
   */
  public void watch(ProcessIdentity identity, Runnable onEnd) throws SyscallException {
    Optional<PidFd> process = PidFd.open(identity);
    if (process.isEmpty()) {
      onEnd.run();
      return;
    }
    added.add(new Watched(process.get(), onEnd));
    news.signal();
  }

  private void watch() {
    try (news) {
      while (!closing) {
        takeIn();
        BitSet ready = Poll.readable(descriptors(), LONG);
        if (ready.get(0)) {
          news.drain();
        }
        for (int i = ready.previousSetBit(ready.length()); i > 0; i = ready.previousSetBit(i - 1)) {
          ended(watched.remove(i - 1));
        }
      }
    } catch (IOException e) {
      // A dead monitor is still found when its container is synced.
      LOG.atError().setCause(e).log("the watch for processes failed");
    } finally {
      takeIn();
      watched.forEach(one -> one.process().close());
    }
  }

  private void takeIn() {
    for (Watched one = added.poll(); one != null; one = added.poll()) {
      watched.add(one);
    }
  }

  private List<Descriptor> descriptors() {
    List<Descriptor> descriptors = new ArrayList<>(watched.size() + 1);
    descriptors.add(news.descriptor());
    watched.forEach(one -> descriptors.add(one.process().descriptor()));
    return descriptors;
  }

  private static void ended(Watched one) {
    one.process().close();
    try {
      one.onEnd().run();
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("the end of a process was not handled");
    }
  }

  @Override
  public void close() {
    closing = true;
    try {
      news.signal();
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("cannot end the watch for processes");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
