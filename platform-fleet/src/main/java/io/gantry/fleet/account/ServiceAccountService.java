package io.gantry.fleet.account;

import io.gantry.api.account.ServiceAccountResource;
import io.gantry.api.account.ServiceAccountSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.resource.Page;
import io.gantry.api.resource.PageRequest;
import io.gantry.fleet.audit.AuditChanges;
import io.gantry.fleet.audit.AuditNote;
import io.gantry.fleet.audit.AuditService;
import io.gantry.persistence.account.PrincipalEntity;
import io.gantry.persistence.account.PrincipalKind;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import io.gantry.security.credential.ApiTokens;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Shows, makes, changes and removes the service accounts of the caller's tenant. */
@Service
public class ServiceAccountService {
  private final TenantPrincipals principals;
  private final Grants grants;
  private final ApiTokens tokens;
  private final AuditService audit;

  ServiceAccountService(
      TenantPrincipals principals, Grants grants, ApiTokens tokens, AuditService audit) {
    this.principals = principals;
    this.grants = grants;
    this.tokens = tokens;
    this.audit = audit;
  }

  /** By name. */
  @Requires(Permission.SERVICE_ACCOUNT_READ)
  @Transactional(readOnly = true)
  public Page<ServiceAccountResource> list(Caller caller, PageRequest page) {
    return principals
        .list(caller.tenant(), PrincipalKind.SERVICE_ACCOUNT, page)
        .map(this::resource);
  }

  /**
   * One service account.
   *
   * @throws io.gantry.api.error.GantryException NOT_FOUND
   */
  @Requires(Permission.SERVICE_ACCOUNT_READ)
  @Transactional(readOnly = true)
  public ServiceAccountResource get(Caller caller, String name) {
    return resource(principals.require(caller.tenant(), PrincipalKind.SERVICE_ACCOUNT, name));
  }

  /**
   * Makes a service account or changes it, at once on every replica. Disabling it withdraws its
   * tokens for good.
   *
   * @throws io.gantry.api.error.GantryException INVALID_ARGUMENT for a role that is none; FORBIDDEN
   *     if the roles carry what the caller does not hold
   */
  @Requires(Permission.SERVICE_ACCOUNT_UPDATE)
  @Transactional
  public ServiceAccountResource put(Caller caller, String name, ServiceAccountSpec wish) {
    TenantId tenant = caller.tenant();
    PrincipalKind kind = PrincipalKind.SERVICE_ACCOUNT;
    PrincipalEntity known = principals.claim(tenant, kind, name).orElse(null);
    ServiceAccountSpec before = known == null ? null : spec(known);
    PrincipalEntity account = known == null ? principals.create(tenant, kind, name) : known;
    grants.give(caller, account.getId(), wish.roles());
    account.disable(Boolean.TRUE.equals(wish.disabled()));
    principals.save(account);
    if (account.isDisabled()) {
      tokens.withdrawAll(account.getId());
    }
    note(caller, name, before, spec(account));
    return resource(account);
  }

  /**
   * Removes a service account with its tokens, which are good for nothing on return.
   *
   * @throws io.gantry.api.error.GantryException NOT_FOUND
   */
  @Requires(Permission.SERVICE_ACCOUNT_UPDATE)
  @Transactional
  public void remove(Caller caller, String name) {
    PrincipalEntity account =
        principals.require(caller.tenant(), PrincipalKind.SERVICE_ACCOUNT, name);
    note(caller, name, spec(account), null);
    principals.remove(account);
  }

  private void note(
      Caller caller,
      String name,
      @Nullable ServiceAccountSpec before,
      @Nullable ServiceAccountSpec after) {
    audit.record(
        caller,
        AuditNote.of(Permission.SERVICE_ACCOUNT_UPDATE, "service account " + name)
            .saying(after == null ? "removed" : null)
            .changing(AuditChanges.between(before, after)));
  }

  private ServiceAccountSpec spec(PrincipalEntity account) {
    return new ServiceAccountSpec(roles(account), account.isDisabled());
  }

  private ServiceAccountResource resource(PrincipalEntity account) {
    return new ServiceAccountResource(
        account.name(), roles(account), account.isDisabled(), account.createdAt());
  }

  private List<String> roles(PrincipalEntity account) {
    TenantId tenant = account.tenant();
    return tenant == null ? List.of() : grants.held(tenant, account.getId());
  }
}
