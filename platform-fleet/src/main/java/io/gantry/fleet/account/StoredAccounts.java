package io.gantry.fleet.account;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.persistence.account.TenantEntity;
import io.gantry.persistence.account.TenantPolicy;
import io.gantry.persistence.account.TenantRepository;
import io.gantry.persistence.account.UserEntity;
import io.gantry.persistence.account.UserRepository;
import io.gantry.persistence.fence.AcrossTenants;
import io.gantry.persistence.fence.PlatformWork;
import io.gantry.security.Role;
import io.gantry.security.account.Account;
import io.gantry.security.account.AccountStore;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Accounts in the database. */
@Component
@AcrossTenants(PlatformWork.ACCOUNTS)
class StoredAccounts implements AccountStore {
  private final UserRepository users;
  private final TenantRepository tenants;
  private final Clock clock;

  StoredAccounts(UserRepository users, TenantRepository tenants, Clock clock) {
    this.users = users;
    this.tenants = tenants;
    this.clock = clock;
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<Account> findByName(String name) {
    return users.findByName(name).map(StoredAccounts::account);
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<Account> find(UUID id) {
    return users.findById(id).map(StoredAccounts::account);
  }

  @Override
  @Transactional(readOnly = true)
  public boolean isEmpty() {
    return users.count() == 0;
  }

  @Override
  @Transactional(readOnly = true)
  public boolean tenantExists(TenantId tenant) {
    return tenants.existsById(tenant.value());
  }

  @Override
  @Transactional
  public Account create(NewAccount account) {
    UserEntity user =
        new UserEntity(UUID.randomUUID(), account.name(), account.platformAdmin(), clock.instant());
    user.changePassword(account.passwordHash(), account.oneTimePassword());
    account
        .roles()
        .forEach(
            (tenant, role) -> {
              ensureTenant(tenant);
              user.join(tenant, role.name());
            });
    try {
      return account(users.saveAndFlush(user));
    } catch (DataIntegrityViolationException e) {
      throw GantryException.of(
              ErrorCode.NAME_DUPLICATE,
              "there is a user '%s' already, or the name is not one a user may have"
                  .formatted(account.name()),
              e)
          .about("user", account.name());
    }
  }

  @Override
  @Transactional
  public void changePassword(UUID account, String passwordHash) {
    users
        .findById(account)
        .ifPresent(
            user -> {
              user.changePassword(passwordHash, false);
              users.saveAndFlush(user);
            });
  }

  private void ensureTenant(TenantId tenant) {
    if (!tenants.existsById(tenant.value())) {
      tenants.saveAndFlush(
          new TenantEntity(tenant, tenant.value(), TenantPolicy.RESTRICTED, clock.instant()));
    }
  }

  private static Account account(UserEntity user) {
    Map<TenantId, Role> roles =
        user.roles().entrySet().stream()
            .collect(
                Collectors.toMap(
                    entry -> new TenantId(entry.getKey()),
                    entry -> Role.valueOf(entry.getValue())));
    return new Account(
        user.getId(),
        user.name(),
        user.passwordHash(),
        user.isOneTimePassword(),
        user.isPlatformAdmin(),
        user.isDisabled(),
        roles);
  }
}
