package io.gantry.web.stream;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Counts the open streams of each tenant, so that one cannot take them all. Thread-safe. */
@Component
class StreamLimits {
  private final int perTenant;
  private final Map<TenantId, Integer> open = new ConcurrentHashMap<>();

  StreamLimits(StreamSettings settings) {
    this.perTenant = settings.perTenant();
  }

  /**
   * Counts one more.
   *
   * @throws GantryException RATE_LIMITED if the tenant has as many as it may
   */
  void admit(TenantId tenant) {
    open.compute(
        tenant,
        (same, count) -> {
          if (count != null && count >= perTenant) {
            throw GantryException.of(
                ErrorCode.RATE_LIMITED,
                "the tenant has %d streams open: close one before".formatted(count));
          }
          return count == null ? 1 : count + 1;
        });
  }

  void release(TenantId tenant) {
    open.computeIfPresent(tenant, (same, count) -> count == 1 ? null : count - 1);
  }
}
