package io.gantry.security.http;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.security.Caller;
import io.gantry.security.Caller.Origin;
import io.gantry.security.Role;
import io.gantry.security.account.Account;
import io.gantry.security.account.AccountStore;
import io.gantry.security.credential.ApiToken;
import java.util.Optional;
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
    return of(account, wished, account.platformAdmin(), Role.ADMIN, origin);
  }

  /** The caller with an API token of the account, which may narrow its rights. */
  public Caller of(Account account, ApiToken token, @Nullable String wished, Origin origin) {
    TenantId only = token.tenant();
    String tenant = wished == null && only != null ? only.value() : wished;
    if (only != null && !only.value().equals(tenant)) {
      throw noSuchTenant(String.valueOf(tenant));
    }
    Role ceiling = token.role() == null ? Role.ADMIN : token.role();
    return of(account, tenant, account.platformAdmin() && token.unrestricted(), ceiling, origin);
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
      throw noSuchTenant(tenant);
    }
    Account account = accounts.find(caller.account()).orElseThrow(() -> noSuchTenant(tenant));
    return of(account, tenant, caller.origin());
  }

  private Caller of(
      Account account,
      @Nullable String wished,
      boolean platformAdmin,
      Role ceiling,
      Origin origin) {
    Optional<TenantId> tenant =
        wished == null ? onlyTenant(account) : Optional.of(tenant(account, wished));
    Role role =
        tenant
            .flatMap(selected -> role(account, selected))
            .map(held -> held.atMost(ceiling))
            .orElse(null);
    return new Caller(
        account.id(), account.name(), platformAdmin, tenant.orElse(null), role, origin);
  }

  private TenantId tenant(Account account, String wished) {
    TenantId tenant = parse(wished);
    boolean known =
        account.roles().containsKey(tenant)
            || (account.platformAdmin() && accounts.tenantExists(tenant));
    if (!known) {
      throw noSuchTenant(wished);
    }
    return tenant;
  }

  private static TenantId parse(String wished) {
    try {
      return new TenantId(wished);
    } catch (IllegalArgumentException e) {
      throw noSuchTenant(wished);
    }
  }

  private static Optional<TenantId> onlyTenant(Account account) {
    return account.roles().size() == 1
        ? account.roles().keySet().stream().findFirst()
        : Optional.empty();
  }

  private static Optional<Role> role(Account account, TenantId tenant) {
    return account.platformAdmin()
        ? Optional.of(Role.ADMIN)
        : Optional.ofNullable(account.roles().get(tenant));
  }

  private static GantryException noSuchTenant(String name) {
    return GantryException.of(
        ErrorCode.NOT_FOUND, "there is no tenant '%s' that you belong to".formatted(name));
  }
}
