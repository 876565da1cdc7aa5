package io.gantry.fleet.quota;

import io.gantry.api.account.Quota;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.persistence.account.QuotaRows;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps tenants within their quotas. Whoever lets a limited tenant have more holds the lock of its
 * limits until its transaction ends, so two never take the same last place.
 */
@Component
public class Quotas {
  private final QuotaRows rows;

  Quotas(QuotaRows rows) {
    this.rows = rows;
  }

  /**
   * Does something that may let the tenant have more, in the transaction there is.
   *
   * @return what the work returned
   * @throws GantryException QUOTA_EXCEEDED with the amounts that grew beyond their limit; the
   *     transaction must end without them
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public <T> T keeping(TenantId tenant, Supplier<T> work) {
    Optional<Quota> limits = rows.lock(tenant);
    if (limits.isEmpty()) {
      return work.get();
    }
    Quota before = rows.used(tenant);
    T result = work.get();
    requireKept(tenant, limits.get(), before, rows.used(tenant));
    return result;
  }

  /**
   * A sum is worth something only if every container says its part.
   *
   * @throws GantryException INVALID_ARGUMENT with the fields that are missing
   */
  public void requireStated(TenantId tenant, ContainerSpec spec) {
    Quota limits = rows.find(tenant).orElse(Quota.UNLIMITED);
    Map<String, String> missing = new LinkedHashMap<>();
    if (Amount.CPUS.isLimited(limits) && spec.resources().cpus() == null) {
      missing.put("resources.cpus", "is needed: the tenant's processors are limited");
    }
    if (Amount.MEMORY.isLimited(limits) && spec.resources().memoryBytes() == null) {
      missing.put("resources.memoryBytes", "is needed: the tenant's memory is limited");
    }
    if (!missing.isEmpty()) {
      throw GantryException.of(
              ErrorCode.INVALID_ARGUMENT,
              "tenant %s has a quota, so its containers say %s"
                  .formatted(tenant, String.join(" and ", missing.keySet())))
          .at(missing);
    }
  }

  private static void requireKept(TenantId tenant, Quota limits, Quota before, Quota after) {
    Map<String, String> exceeded = new LinkedHashMap<>();
    for (Amount amount : Amount.values()) {
      if (amount.isExceeded(limits, before, after)) {
        exceeded.put(
            amount.field(),
            "would be %s of %s, %s are used"
                .formatted(amount.in(after), amount.in(limits), amount.in(before)));
      }
    }
    if (!exceeded.isEmpty()) {
      throw GantryException.of(
              ErrorCode.QUOTA_EXCEEDED,
              "the quota of tenant %s has no room left for this: %s: remove something or ask a platform admin"
                  .formatted(tenant, exceeded))
          .about("tenant", tenant)
          .at(exceeded);
    }
  }
}
