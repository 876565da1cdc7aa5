package io.gantry.security.http;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.GantryException;
import io.gantry.security.Caller;
import io.gantry.security.Caller.Origin;
import io.gantry.security.Permission;
import io.gantry.security.account.Account;
import io.gantry.security.account.AccountStore;
import io.gantry.security.credential.ApiToken;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/** Makes the caller of an account, its token and the tenant it asks for. */
public final class CallerResolver {
  private final AccountStore accounts;

  public CallerResolver(AccountStore accounts) {
    this.accounts = accounts;
  }

  /**
   * The caller with a session of the account.
   *
   * @param wished value of the header Gantry-Tenant
   * @throws GantryException NOT_FOUND for a tenant that does not exist or is not the account's
   */
  public Caller of(Account account, @Nullable String wished, Origin origin) {
    TenantId tenant = tenant(account, wished);
    EnumSet<Permission> held = EnumSet.noneOf(Permission.class);
    held.addAll(account.platformPermissions());
    if (tenant != null) {
      held.addAll(account.permissions(tenant));
    }
    return new Caller(account.id(), account.name(), tenant, held, origin);
  }

  /** The caller with an API token of the account, which may narrow its rights. */
  public Caller of(Account account, ApiToken token, @Nullable String wished, Origin origin) {
    TenantId only = token.tenant();
    String named = wished == null && only != null ? only.value() : wished;
    if (only != null && !only.value().equals(named)) {
      throw Account.noSuchTenant(String.valueOf(named));
    }
    Caller whole = of(account, named, origin);
    return new Caller(
        account.id(),
        account.name(),
        whole.selectedTenant(),
        token.narrow(whole.permissions()),
        origin);
  }

  /**
   * The same person in the tenant a path names, whatever tenant the header names.
   *
   * @throws GantryException NOT_FOUND for a tenant that does not exist or is not the account's
   */
  public Caller within(SignedIn signedIn, String tenant) {
    Caller caller = signedIn.caller();
    if (caller.selectedTenant() != null && caller.selectedTenant().value().equals(tenant)) {
      return caller;
    }
    if (signedIn.restricted() || caller.account() == null) {
      throw Account.noSuchTenant(tenant);
    }
    Account account =
        accounts.find(caller.account()).orElseThrow(() -> Account.noSuchTenant(tenant));
    return of(account, tenant, caller.origin());
  }

  private @Nullable TenantId tenant(Account account, @Nullable String wished) {
    if (wished == null) {
      return account.onlyTenant().orElse(null);
    }
    TenantId tenant = parse(wished);
    account.requireTenant(tenant, accounts);
    return tenant;
  }

  private static TenantId parse(String wished) {
    try {
      return new TenantId(wished);
    } catch (IllegalArgumentException e) {
      throw Account.noSuchTenant(wished);
    }
  }
}
