package io.gantry.web.rate;

import io.github.bucket4j.ConsumptionProbe;
import java.util.concurrent.TimeUnit;

/**
 * What one limit says to a request.
 *
 * @param policy {@code tenant} or {@code credential}
 * @param perSecond the limit
 * @param left requests that may follow at once
 * @param nanosToWait until the next may follow; 0 if this one may
 */
record Allowance(String policy, long perSecond, long left, long nanosToWait) {
  static Allowance of(String policy, long perSecond, ConsumptionProbe probe) {
    return new Allowance(
        policy,
        perSecond,
        probe.getRemainingTokens(),
        probe.isConsumed() ? 0 : probe.getNanosToWaitForRefill());
  }

  boolean isRefused() {
    return nanosToWait > 0;
  }

  /** Whole seconds to wait, at least one. */
  long secondsToWait() {
    return Math.max(1, Math.ceilDiv(nanosToWait, TimeUnit.SECONDS.toNanos(1)));
  }

  /** An item of the header {@code RateLimit-Policy}. */
  String policyItem() {
    return "\"%s\";q=%d;w=1".formatted(policy, perSecond);
  }

  /** An item of the header {@code RateLimit}. */
  String limitItem() {
    return "\"%s\";r=%d;t=1".formatted(policy, left);
  }
}
