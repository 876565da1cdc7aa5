package io.gantry.fleet.account;

import io.gantry.api.account.CreateTenant;
import io.gantry.api.account.TenantResource;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.resource.Page;
import io.gantry.api.resource.PageRequest;
import io.gantry.fleet.audit.AuditChanges;
import io.gantry.fleet.audit.AuditNote;
import io.gantry.fleet.audit.AuditService;
import io.gantry.fleet.paging.Cursor;
import io.gantry.persistence.account.TenantEntity;
import io.gantry.persistence.account.TenantPolicy;
import io.gantry.persistence.account.TenantRepository;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Makes and shows tenants. */
@Service
public class TenantService {
  private final TenantRepository tenants;
  private final AuditService audit;
  private final Clock clock;

  TenantService(TenantRepository tenants, AuditService audit, Clock clock) {
    this.tenants = tenants;
    this.audit = audit;
    this.clock = clock;
  }

  /** By id. */
  @Requires(Permission.TENANT_READ)
  @Transactional(readOnly = true)
  public Page<TenantResource> list(Caller caller, PageRequest page) {
    String after = Cursor.after(page, 1, List::getFirst);
    List<TenantEntity> found =
        tenants.findByIdGreaterThanOrderById(
            after == null ? "" : after, Limit.of(page.limit() + 1));
    return Cursor.page(found, page, tenant -> List.of(tenant.getId())).map(TenantService::resource);
  }

  /**
   * Makes a tenant.
   *
   * @throws GantryException NAME_DUPLICATE; INVALID_ARGUMENT
   */
  @Requires(Permission.TENANT_CREATE)
  @Transactional
  public TenantResource create(Caller caller, CreateTenant wish) {
    TenantId id = wish.id();
    if (tenants.existsById(id.value())) {
      throw GantryException.of(
              ErrorCode.NAME_DUPLICATE, "there is a tenant '%s' already".formatted(id))
          .about("tenant", id);
    }
    String name = wish.displayName() == null ? id.value() : wish.displayName();
    TenantEntity tenant =
        tenants.saveAndFlush(new TenantEntity(id, name, policy(wish.policy()), clock.instant()));
    audit.record(
        caller,
        AuditNote.of(Permission.TENANT_CREATE, "tenant " + id)
            .changing(AuditChanges.between(null, resource(tenant))));
    return resource(tenant);
  }

  private static TenantPolicy policy(@Nullable String name) {
    if (name == null) {
      return TenantPolicy.RESTRICTED;
    }
    return Arrays.stream(TenantPolicy.values())
        .filter(policy -> policy.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                GantryException.of(
                    ErrorCode.INVALID_ARGUMENT,
                    "policy is one of " + Arrays.toString(TenantPolicy.values())));
  }

  private static TenantResource resource(TenantEntity tenant) {
    return new TenantResource(
        tenant.tenantId(), tenant.displayName(), tenant.policy().name(), tenant.createdAt());
  }
}
