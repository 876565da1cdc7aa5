package io.gantry.security.account;

import io.gantry.api.container.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Accounts kept in memory. */
public final class MemoryOfAccounts implements AccountStore {
  private final Map<UUID, Account> accounts = new ConcurrentHashMap<>();

  @Override
  public Optional<Account> findByName(String name) {
    return accounts.values().stream().filter(account -> account.name().equals(name)).findFirst();
  }

  @Override
  public Optional<Account> find(UUID id) {
    return Optional.ofNullable(accounts.get(id));
  }

  @Override
  public boolean isEmpty() {
    return accounts.isEmpty();
  }

  @Override
  public boolean tenantExists(TenantId tenant) {
    return tenant.equals(TenantId.DEFAULT)
        || accounts.values().stream().anyMatch(account -> account.roles().containsKey(tenant));
  }

  @Override
  public Account create(NewAccount wish) {
    Account account =
        new Account(
            UUID.randomUUID(),
            wish.name(),
            null,
            wish.passwordHash(),
            wish.oneTimePassword(),
            wish.platformAdmin(),
            false,
            wish.roles().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, held -> List.of(held.getValue()))));
    accounts.put(account.id(), account);
    return account;
  }

  @Override
  public void changePassword(UUID id, String passwordHash) {
    accounts.computeIfPresent(
        id,
        (same, account) ->
            new Account(
                id,
                account.name(),
                null,
                passwordHash,
                false,
                account.platformAdmin(),
                account.disabled(),
                account.roles()));
  }

  /** Shuts an account. */
  public void disable(UUID id) {
    accounts.computeIfPresent(
        id,
        (same, account) ->
            new Account(
                id,
                account.name(),
                null,
                account.passwordHash(),
                account.oneTimePassword(),
                account.platformAdmin(),
                true,
                account.roles()));
  }
}
