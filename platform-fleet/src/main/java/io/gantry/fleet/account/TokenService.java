package io.gantry.fleet.account;

import io.gantry.api.account.CreateToken;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.fleet.audit.AccountAction;
import io.gantry.fleet.audit.AuditChanges;
import io.gantry.fleet.audit.AuditNote;
import io.gantry.fleet.audit.AuditService;
import io.gantry.persistence.fence.AcrossTenants;
import io.gantry.persistence.fence.PlatformWork;
import io.gantry.security.Caller;
import io.gantry.security.Role;
import io.gantry.security.account.AccountStore;
import io.gantry.security.credential.ApiToken;
import io.gantry.security.credential.ApiTokens;
import io.gantry.security.credential.ApiTokens.Made;
import io.gantry.security.credential.ApiTokens.Wish;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The API tokens of a caller's own account. All throw FORBIDDEN if the caller has none. */
@Service
public class TokenService {
  private final ApiTokens tokens;
  private final AccountStore accounts;
  private final StoredRoles roles;
  private final AuditService audit;

  TokenService(ApiTokens tokens, AccountStore accounts, StoredRoles roles, AuditService audit) {
    this.tokens = tokens;
    this.accounts = accounts;
    this.roles = roles;
    this.audit = audit;
  }

  /**
   * Makes a token; its text cannot be shown again.
   *
   * @throws GantryException INVALID_ARGUMENT; NOT_FOUND for a tenant the caller does not belong to
   */
  @AcrossTenants(PlatformWork.ACCOUNTS)
  @Transactional
  public Made create(Caller caller, CreateToken wish) {
    UUID account = account(caller);
    TenantId tenant = wish.tenant();
    if (tenant != null) {
      accounts.find(account).orElseThrow().requireTenant(tenant, accounts);
    }
    Role role = wish.role() == null ? null : roles.require(tenant, wish.role());
    Made made = tokens.make(account, new Wish(wish.name(), tenant, role, wish.expiresAt()));
    audit.record(
        caller,
        AuditNote.of(AccountAction.TOKEN_CREATE, object(made.token().id()))
            .saying(wish.name())
            .changing(AuditChanges.between(null, wish)));
    return made;
  }

  /** The newest first. */
  public List<ApiToken> list(Caller caller) {
    return tokens.list(account(caller));
  }

  /**
   * Withdraws a token; it is good for nothing on return.
   *
   * @throws GantryException NOT_FOUND
   */
  @Transactional
  public void withdraw(Caller caller, UUID token) {
    tokens.withdraw(account(caller), token);
    audit.record(caller, AuditNote.of(AccountAction.TOKEN_REMOVE, object(token)));
  }

  private static String object(UUID token) {
    return "token " + token;
  }

  private static UUID account(Caller caller) {
    if (caller.account() == null) {
      throw GantryException.of(ErrorCode.FORBIDDEN, "only an account has tokens");
    }
    return caller.account();
  }
}
