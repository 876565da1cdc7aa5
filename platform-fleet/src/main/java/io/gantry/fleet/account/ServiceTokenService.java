package io.gantry.fleet.account;

import io.gantry.api.account.CreateToken;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.fleet.audit.AuditChanges;
import io.gantry.fleet.audit.AuditNote;
import io.gantry.fleet.audit.AuditService;
import io.gantry.persistence.account.PrincipalEntity;
import io.gantry.persistence.account.PrincipalKind;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import io.gantry.security.Role;
import io.gantry.security.credential.ApiToken;
import io.gantry.security.credential.ApiTokens;
import io.gantry.security.credential.ApiTokens.Made;
import io.gantry.security.credential.ApiTokens.Wish;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The API tokens of a service account of the caller's tenant. All throw NOT_FOUND without it. */
@Service
public class ServiceTokenService {
  private final TenantPrincipals principals;
  private final Grants grants;
  private final StoredRoles roles;
  private final ApiTokens tokens;
  private final AuditService audit;

  ServiceTokenService(
      TenantPrincipals principals,
      Grants grants,
      StoredRoles roles,
      ApiTokens tokens,
      AuditService audit) {
    this.principals = principals;
    this.grants = grants;
    this.roles = roles;
    this.tokens = tokens;
    this.audit = audit;
  }

  /** The newest first. */
  @Requires(Permission.SERVICE_ACCOUNT_READ)
  @Transactional(readOnly = true)
  public List<ApiToken> list(Caller caller, String name) {
    return tokens.list(account(caller, name).getId());
  }

  /**
   * Makes a token, which is as good as its account; its text cannot be shown again.
   *
   * @throws GantryException INVALID_ARGUMENT; FORBIDDEN if the account holds what the caller does
   *     not; STATE_INVALID if the account is disabled
   */
  @Requires(Permission.SERVICE_ACCOUNT_UPDATE)
  @Transactional
  public Made create(Caller caller, String name, CreateToken wish) {
    TenantId tenant = caller.tenant();
    PrincipalEntity account = account(caller, name);
    if (account.isDisabled()) {
      throw GantryException.of(ErrorCode.STATE_INVALID, "a disabled service account has no tokens")
          .about("service account", name);
    }
    if (wish.tenant() != null && !wish.tenant().equals(tenant)) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT, "tenant is the service account's own, or absent");
    }
    grants.requireAll(caller, account.getId());
    Role role = wish.role() == null ? null : roles.require(tenant, wish.role());
    Made made = tokens.make(account.getId(), new Wish(wish.name(), tenant, role, wish.expiresAt()));
    audit.record(
        caller,
        AuditNote.of(Permission.SERVICE_ACCOUNT_UPDATE, "service account " + name)
            .saying("made token " + made.token().id())
            .changing(AuditChanges.between(null, wish)));
    return made;
  }

  /**
   * Withdraws a token; it is good for nothing on return.
   *
   * @throws GantryException NOT_FOUND
   */
  @Requires(Permission.SERVICE_ACCOUNT_UPDATE)
  @Transactional
  public void withdraw(Caller caller, String name, UUID token) {
    tokens.withdraw(account(caller, name).getId(), token);
    audit.record(
        caller,
        AuditNote.of(Permission.SERVICE_ACCOUNT_UPDATE, "service account " + name)
            .saying("withdrew token " + token));
  }

  private PrincipalEntity account(Caller caller, String name) {
    return principals.require(caller.tenant(), PrincipalKind.SERVICE_ACCOUNT, name);
  }
}
