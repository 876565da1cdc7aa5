package io.gantry.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Waits until an engine that has nothing to do is at rest. */
record Rest(Premises premises) {
  private static final Duration LONGEST = Duration.ofSeconds(90);
  private static final long LOOK_MILLIS = 500;

  /** A picture that is the same as the one before it, but for what the pictures themselves make. */
  Picture reached() throws IOException, InterruptedException {
    Picture last = Picture.of(premises);
    for (long end = end(LONGEST); System.nanoTime() - end < 0; ) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      Picture next = Picture.of(premises);
      if (next.counts().equals(last.counts())) {
        return next;
      }
      last = next;
    }
    return last;
  }

  /**
   * The first picture without leaks, or the last with them.
   *
   * @param leaks longer than it takes a thread without work to end
   */
  Picture without(Function<Picture, List<String>> leaks) throws IOException, InterruptedException {
    Picture picture = Picture.of(premises);
    for (long end = end(LONGEST);
        !leaks.apply(picture).isEmpty() && System.nanoTime() - end < 0;
        picture = Picture.of(premises)) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    return picture;
  }

  private static long end(Duration limit) {
    return System.nanoTime() + limit.toNanos();
  }
}
