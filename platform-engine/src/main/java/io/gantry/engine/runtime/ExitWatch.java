package io.gantry.engine.runtime;

import io.gantry.api.container.ContainerId;
import io.gantry.engine.linux.Inotify;
import io.gantry.engine.linux.Poll;
import io.gantry.engine.linux.WakeUp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that is notified of exit files. */
final class ExitWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExitWatch.class);
  private static final Duration LONG = Duration.ofDays(1);

  /** The monitor writes under a longer, temporary name first (EXIT-9). */
  private static final Pattern EXIT_FILE = Pattern.compile("[0-9a-f]{64}");

  private final Path directory;
  private final Consumer<ContainerId> listener;
  private final Inotify inotify;
  private final WakeUp end;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long count;

  private ExitWatch(Path directory, Consumer<ContainerId> listener, Inotify inotify, WakeUp end) {
    this.directory = directory;
    this.listener = listener;
    this.inotify = inotify;
    this.end = end;
    this.thread = Thread.ofPlatform().name("gantry-exits").daemon().unstarted(this::watch);
  }

  static ExitWatch open(Path directory, Consumer<ContainerId> listener) throws IOException {
    Inotify inotify = Inotify.open();
    try {
      inotify.watch(directory, Inotify.IN_MOVED_TO);
      return new ExitWatch(directory, listener, inotify, WakeUp.open());
    } catch (IOException e) {
      inotify.close();
      throw e;
    }
  }

  void start() {
    thread.start();
  }

  /** How many notifications there were. */
  long count() {
    lock.lock();
    try {
      return count;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there were more notifications, at most the given time. */
  void awaitMoreThan(long seen, long nanoseconds) throws InterruptedException {
    lock.lock();
    try {
      long rest = nanoseconds;
      while (count <= seen && rest > 0) {
        rest = changed.awaitNanos(rest);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    try {
      end.signal();
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("cannot end the watch for exits");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch() {
    try (inotify;
        end) {
      while (true) {
        BitSet ready = Poll.readable(List.of(end.descriptor(), inotify.descriptor()), LONG);
        if (ready.get(0)) {
          return;
        }
        inotify.take(Duration.ZERO).forEach(this::notified);
      }
    } catch (IOException e) {
      // Waits still look by themselves, and the engine finds exits when it syncs a container.
      LOG.atError().setCause(e).log("the watch for exits failed");
    }
  }

  private void notified(Inotify.Event event) {
    try {
      if (event.overflow()) {
        lookAtAll();
      } else {
        tell(event.name());
      }
    } catch (IOException e) {
      LOG.atError().setCause(e).log("cannot list the exit files");
    }
  }

  /** The kernel dropped notifications: every file that is there may be new. */
  private void lookAtAll() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      files.map(file -> file.getFileName().toString()).forEach(this::tell);
    }
  }

  private void tell(String name) {
    if (!EXIT_FILE.matcher(name).matches()) {
      return;
    }
    lock.lock();
    try {
      count++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      listener.accept(new ContainerId(name));
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("container", name).setCause(e).log("an exit was not handled");
    }
  }
}
