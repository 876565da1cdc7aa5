package io.gantry.fleet.quota;

import io.gantry.api.account.Quota;
import io.gantry.api.account.QuotaResource;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.fleet.audit.AuditChanges;
import io.gantry.fleet.audit.AuditNote;
import io.gantry.fleet.audit.AuditService;
import io.gantry.persistence.account.QuotaRows;
import io.gantry.persistence.account.TenantRepository;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Shows and sets what tenants may have. */
@Service
public class QuotaService {
  private static final long MOST_REQUESTS = 1_000_000;

  private final QuotaRows rows;
  private final TenantRepository tenants;
  private final AuditService audit;

  QuotaService(QuotaRows rows, TenantRepository tenants, AuditService audit) {
    this.rows = rows;
    this.tenants = tenants;
    this.audit = audit;
  }

  /** The caller's tenant's. */
  @Requires(Permission.QUOTA_READ)
  @Transactional(readOnly = true)
  public QuotaResource own(Caller caller) {
    return resource(caller.tenant());
  }

  /** Of any tenant. */
  @Requires(Permission.TENANT_READ)
  @Transactional(readOnly = true)
  public QuotaResource get(Caller caller, TenantId tenant) {
    requireTenant(tenant);
    return resource(tenant);
  }

  /**
   * Sets all limits of a tenant. One below what is used takes nothing away; it lets the tenant have
   * no more.
   */
  @Requires(Permission.TENANT_UPDATE)
  @Transactional
  public QuotaResource set(Caller caller, TenantId tenant, Quota limits) {
    for (Amount amount : Amount.values()) {
      requireAmount(amount.field(), amount.in(limits));
    }
    requireRate(limits.requestsPerSecond());
    requireTenant(tenant);
    QuotaResource before = resource(tenant);
    rows.put(tenant, limits);
    audit.record(
        caller,
        AuditNote.of(Permission.TENANT_UPDATE, "tenant " + tenant)
            .changing(AuditChanges.between(before.limits(), limits)));
    return resource(tenant);
  }

  private void requireTenant(TenantId tenant) {
    if (!tenants.existsById(tenant.value())) {
      throw GantryException.of(ErrorCode.NOT_FOUND, "there is no tenant '%s'".formatted(tenant))
          .about("tenant", tenant);
    }
  }

  private static void requireAmount(String field, @Nullable Number amount) {
    double value = amount == null ? 0 : amount.doubleValue();
    if (!(value >= 0 && value < Long.MAX_VALUE) || (field.equals("cpus") && value >= 1e9)) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT, field + " is 0 or more, or absent for no limit");
    }
  }

  private static void requireRate(@Nullable Long perSecond) {
    if (perSecond != null && (perSecond < 1 || perSecond > MOST_REQUESTS)) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT,
          "requestsPerSecond is 1 to %d, or absent for no limit".formatted(MOST_REQUESTS));
    }
  }

  private QuotaResource resource(TenantId tenant) {
    Quota limits = rows.find(tenant).orElse(Quota.UNLIMITED);
    Quota used = rows.used(tenant);
    return new QuotaResource(tenant, limits, used, left(limits, used));
  }

  private static Quota left(Quota limits, Quota used) {
    BigDecimal cpus = Amount.CPUS.left(limits, used);
    return new Quota(
        count(Amount.CONTAINERS.left(limits, used)),
        cpus == null ? null : cpus.doubleValue(),
        count(Amount.MEMORY.left(limits, used)),
        count(Amount.VOLUMES.left(limits, used)),
        count(Amount.PUBLISHED_PORTS.left(limits, used)));
  }

  private static @Nullable Long count(@Nullable BigDecimal amount) {
    return amount == null ? null : amount.longValue();
  }
}
