package io.gantry.security.account;

import io.gantry.api.container.TenantId;
import io.gantry.security.Role;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Where accounts are kept. Safe for use by many threads and replicas. */
public interface AccountStore {
  /** A person of this name. */
  Optional<Account> findByName(String name);

  Optional<Account> find(UUID id);

  /** Whether there is no account at all, as on a fresh installation. */
  boolean isEmpty();

  /** Whether there is such a tenant. */
  boolean tenantExists(TenantId tenant);

  /**
   * Stores a new account; durable on return. Tenants that do not exist yet are made.
   *
   * @throws io.gantry.api.error.GantryException NAME_DUPLICATE if the name is taken
   */
  Account create(NewAccount account);

  /** Replaces the password and ends its being one-time; durable on return. */
  void changePassword(UUID account, String passwordHash);

  /** What a new account starts with. */
  record NewAccount(
      String name,
      String passwordHash,
      boolean oneTimePassword,
      boolean platformAdmin,
      Map<TenantId, Role> roles) {
    public NewAccount {
      roles = Map.copyOf(roles);
    }

    /** Never with the hash. */
    @Override
    public String toString() {
      return "new account " + name;
    }
  }
}
