package io.gantry.web.rate;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts requests by key: as many in a second as the limit says, spread as they like. One key's
 * limit takes nothing from another's. Thread-safe.
 */
final class RateLimiter {
  private final String policy;
  private final TimeMeter time;
  private final Map<String, Limited> buckets = new ConcurrentHashMap<>();

  RateLimiter(String policy, TimeMeter time) {
    this.policy = policy;
    this.time = time;
  }

  private record Limited(long perSecond, Bucket bucket) {}

  /** Takes one request of the key's; a limit that changed begins anew. */
  Allowance take(String key, long perSecond) {
    Bucket bucket = bucket(key, perSecond);
    return Allowance.of(policy, perSecond, bucket.tryConsumeAndReturnRemaining(1));
  }

  /** The request was not made after all. */
  void giveBack(String key) {
    Limited limited = buckets.get(key);
    if (limited != null) {
      limited.bucket().addTokens(1);
    }
  }

  private Bucket bucket(String key, long perSecond) {
    return buckets
        .compute(
            key,
            (same, known) ->
                known != null && known.perSecond() == perSecond
                    ? known
                    : new Limited(perSecond, fresh(perSecond)))
        .bucket();
  }

  private Bucket fresh(long perSecond) {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
        .withCustomTimePrecision(time)
        .build();
  }

  /** Forgets those that are full: they were not used for a second. */
  void forgetIdle() {
    buckets
        .values()
        .removeIf(limited -> limited.bucket().getAvailableTokens() >= limited.perSecond());
  }

  int known() {
    return buckets.size();
  }
}
