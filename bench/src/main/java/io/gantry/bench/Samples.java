package io.gantry.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Durations of one kind of work. Not thread-safe. */
public final class Samples {
  private final List<Long> nanoseconds = new ArrayList<>();

  public void add(long elapsedNanoseconds) {
    nanoseconds.add(elapsedNanoseconds);
  }

  /** Runs the work and keeps how long it took. */
  public void time(Work work) throws Exception {
    long before = System.nanoTime();
    work.run();
    add(System.nanoTime() - before);
  }

  /** The value below which the share of all samples lies; 0.5 is the median. */
  public Duration percentile(double share) {
    if (nanoseconds.isEmpty()) {
      throw new IllegalStateException("there are no samples");
    }
    List<Long> sorted = new ArrayList<>(nanoseconds);
    Collections.sort(sorted);
    int index = (int) Math.ceil(share * sorted.size()) - 1;
    return Duration.ofNanos(sorted.get(Math.max(0, index)));
  }

  /** Number of the samples. */
  public int count() {
    return nanoseconds.size();
  }

  /** Something to be timed. */
  public interface Work {
    void run() throws Exception;
  }
}
