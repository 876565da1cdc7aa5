package io.gantry.web;

import io.gantry.api.container.TenantId;
import io.gantry.security.Role;
import io.gantry.security.account.Account;
import io.gantry.security.account.AccountStore;
import io.gantry.security.account.AccountStore.NewAccount;
import io.gantry.security.account.Passwords;
import io.gantry.security.credential.ApiTokens;
import io.gantry.security.credential.ApiTokens.Wish;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Lazy;

/** Makes users with tokens, and clients that use them. */
@TestComponent
@Lazy
public class Installation {
  /** Password of every user made here. */
  public static final String PASSWORD = "a good long password";

  private final AccountStore accounts;
  private final ApiTokens tokens;
  private final String passwordHash;

  @LocalServerPort private int port;

  Installation(AccountStore accounts, ApiTokens tokens, Passwords passwords) {
    this.accounts = accounts;
    this.tokens = tokens;
    this.passwordHash = passwords.hash(PASSWORD);
  }

  /** A tenant nobody else uses. */
  public TenantId newTenant() {
    return new TenantId("t-" + UUID.randomUUID().toString().substring(0, 13));
  }

  /** A client with an API token of a new user with this role. */
  public Client as(TenantId tenant, Role role) {
    return client(token(user(false, Map.of(tenant, role))));
  }

  /** A client with an API token of a new platform admin, who belongs to the tenant. */
  public Client asPlatformAdmin(TenantId tenant) {
    return client(token(user(true, Map.of(tenant, Role.ADMIN))));
  }

  /** A client without a credential. */
  public Client asNobody() {
    return client(null);
  }

  public Account user(boolean platformAdmin, Map<TenantId, Role> roles) {
    return account(false, platformAdmin, roles);
  }

  /** A user whose password is good for one sign-in. */
  public Account newcomer(Map<TenantId, Role> roles) {
    return account(true, false, roles);
  }

  private Account account(
      boolean oneTimePassword, boolean platformAdmin, Map<TenantId, Role> roles) {
    return accounts.create(
        new NewAccount(
            "user-" + UUID.randomUUID(), passwordHash, oneTimePassword, platformAdmin, roles));
  }

  public String token(Account account) {
    return tokens.make(account.id(), new Wish("test", null, null, null)).text();
  }

  public Client client(@Nullable String token) {
    return new Client(address(), token);
  }

  public String address() {
    return "http://127.0.0.1:" + port;
  }
}
