package io.gantry.fleet.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many refusals of one asker are noted one by one: a hundred, and six more with each minute.
 * What is over that is counted. Thread-safe; bounded in memory whoever asks.
 *
 * @param <K> who asks, and where it is noted
 */
final class RefusalBudget<K> {
  static final int BURST = 100;
  static final Duration REGAIN = Duration.ofSeconds(10);
  static final int MOST_ASKERS = 10_000;

  private final Map<K, Bucket> buckets = new HashMap<>();

  /** How many refusals of an asker were not noted. */
  record LeftOut<A>(A asker, long count) {}

  /**
   * Whether this refusal is noted; if not, it is counted. Askers beyond the most that are known are
   * neither: their kind of flood comes from more addresses than can be told apart.
   */
  synchronized boolean take(K asker, Instant now) {
    if (!buckets.containsKey(asker) && buckets.size() >= MOST_ASKERS) {
      buckets.values().removeIf(bucket -> bucket.isIdle(now));
      if (buckets.size() >= MOST_ASKERS) {
        return false;
      }
    }
    return buckets.computeIfAbsent(asker, key -> new Bucket(now)).take(now);
  }

  /** Hands out what was counted since it was asked last. */
  synchronized List<LeftOut<K>> drain(Instant now) {
    List<LeftOut<K>> counted = new ArrayList<>();
    buckets.forEach(
        (asker, bucket) -> {
          if (bucket.leftOut > 0) {
            counted.add(new LeftOut<>(asker, bucket.leftOut));
            bucket.leftOut = 0;
          }
        });
    buckets.values().removeIf(bucket -> bucket.isIdle(now));
    return counted;
  }

  /** What one asker has left. */
  private static final class Bucket {
    private Instant filledAt;
    private long tokens = BURST;
    private long leftOut;

    Bucket(Instant now) {
      this.filledAt = now;
    }

    boolean take(Instant now) {
      refill(now);
      if (tokens == 0) {
        leftOut++;
        return false;
      }
      tokens--;
      return true;
    }

    private void refill(Instant now) {
      long gained = Math.max(0, Duration.between(filledAt, now).dividedBy(REGAIN));
      tokens = Math.min(BURST, tokens + gained);
      filledAt = now.isBefore(filledAt) ? now : filledAt.plus(REGAIN.multipliedBy(gained));
    }

    boolean isIdle(Instant now) {
      refill(now);
      return leftOut == 0 && tokens == BURST;
    }
  }
}
