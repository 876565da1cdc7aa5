package io.gantry.engine.hostile;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Looks on while the engine does something, and fails if anything of the canary or the host
 * changes, anything of the canary is given out or found in what belongs to the engine, a descriptor
 * or a mount stays there, or it takes too long, too much work or too much memory.
 */
public final class Watch {
  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Ground ground;
  private final Limits limits;
  private final AtomicLong processorNanos = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  public Watch(Ground ground, Limits limits) {
    this.ground = ground;
    this.limits = limits;
  }

  /** Has it done, and tells how it ended. */
  public Outcome during(Act act) throws Exception {
    Map<Path, String> before = ground.canary().snapshot();
    Outcome outcome = inTime(act);
    require(
        before.equals(ground.canary().snapshotAfter(before)),
        "the host has changed: " + changes(before));
    Leaks.require(ground, outcome);
    require(
        processorNanos.get() <= limits.processor().toNanos(), "it worked for too long: " + this);
    require(bytes.get() <= limits.bytes(), "it took too much memory: " + this);
    return outcome;
  }

  private Outcome inTime(Act act) throws Exception {
    AtomicReference<Outcome> outcome = new AtomicReference<>();
    AtomicReference<Throwable> broken = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                outcome.set(Outcome.of(act, ground));
              } catch (Throwable e) { // whatever it is, it is told below
                broken.set(e);
              } finally {
                processorNanos.set(THREADS.getCurrentThreadCpuTime());
                bytes.set(THREADS.getCurrentThreadAllocatedBytes());
              }
            },
            "watched");
    thread.setDaemon(true);
    thread.start();
    thread.join(limits.wall().toMillis());
    require(!thread.isAlive(), "it hangs: " + Arrays.toString(thread.getStackTrace()));
    return ended(outcome.get(), broken.get());
  }

  private static Outcome ended(@Nullable Outcome outcome, @Nullable Throwable broken) {
    if (outcome == null) {
      throw new AssertionError("neither done nor refused with a code", broken);
    }
    return outcome;
  }

  private String changes(Map<Path, String> before) {
    Map<Path, String> after = ground.canary().snapshotAfter(before);
    StringBuilder changes = new StringBuilder();
    before.forEach(
        (path, was) -> {
          String is = after.remove(path);
          if (!was.equals(is)) {
            changes.append("\n%s was %s and is %s".formatted(path, was, is));
          }
        });
    after.forEach((path, is) -> changes.append("\n%s is new: %s".formatted(path, is)));
    return changes.toString();
  }

  static void require(boolean condition, String problem) {
    if (!condition) {
      throw new AssertionError(problem);
    }
  }

  /** What it took. */
  @Override
  public String toString() {
    return "%d ms of work, %d KiB"
        .formatted(Duration.ofNanos(processorNanos.get()).toMillis(), bytes.get() >> 10);
  }
}
