package io.gantry.fleet.quota;

import io.gantry.api.account.Quota;
import io.gantry.api.container.TenantId;
import io.gantry.persistence.account.QuotaRows;
import io.gantry.persistence.fence.AcrossTenants;
import io.gantry.persistence.fence.PlatformWork;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Service;

/**
 * How fast tenants may ask. What the database says is believed for some seconds, so that asking
 * costs no query each time. Thread-safe.
 */
@Service
public class RequestRates {
  private static final Duration BELIEVED = Duration.ofSeconds(5);

  private final Map<TenantId, Known> known = new ConcurrentHashMap<>();
  private final QuotaRows rows;
  private final Clock clock;

  RequestRates(QuotaRows rows, Clock clock) {
    this.rows = rows;
    this.clock = clock;
  }

  private record Known(OptionalLong perSecond, Instant until) {}

  /** Most requests of the tenant in a second; empty is without limit. */
  @AcrossTenants(PlatformWork.ACCOUNTS)
  public OptionalLong perSecond(TenantId tenant) {
    Instant now = clock.instant();
    Known answer = known.get(tenant);
    if (answer == null || !now.isBefore(answer.until())) {
      answer = new Known(read(tenant), now.plus(BELIEVED));
      known.put(tenant, answer);
    }
    return answer.perSecond();
  }

  private OptionalLong read(TenantId tenant) {
    Long limit = rows.find(tenant).map(Quota::requestsPerSecond).orElse(null);
    return limit == null ? OptionalLong.empty() : OptionalLong.of(limit);
  }
}
