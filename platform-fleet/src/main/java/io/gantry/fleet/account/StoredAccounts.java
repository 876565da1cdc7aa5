package io.gantry.fleet.account;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.persistence.account.MembershipRows;
import io.gantry.persistence.account.MembershipRows.MembershipRow;
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
import java.util.List;
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
  private final MembershipRows memberships;
  private final Clock clock;

  StoredAccounts(
      UserRepository users, TenantRepository tenants, MembershipRows memberships, Clock clock) {
    this.users = users;
    this.tenants = tenants;
    this.memberships = memberships;
    this.clock = clock;
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<Account> findByName(String name) {
    return users.findByName(name).map(this::account);
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<Account> find(UUID id) {
    return users.findById(id).map(this::account);
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
    try {
      users.saveAndFlush(user);
    } catch (DataIntegrityViolationException e) {
      throw GantryException.of(
              ErrorCode.NAME_DUPLICATE,
              "there is a user '%s' already, or the name is not one a user may have"
                  .formatted(account.name()),
              e)
          .about("user", account.name());
    }
    account
        .roles()
        .forEach(
            (tenant, role) -> {
              ensureTenant(tenant);
              memberships.replace(user.getId(), tenant, List.of(role.name()));
            });
    return account(user);
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

  private Account account(UserEntity user) {
    return new Account(
        user.getId(),
        user.name(),
        user.passwordHash(),
        user.isOneTimePassword(),
        user.isPlatformAdmin(),
        user.isDisabled(),
        roles(user.getId()));
  }

  private Map<TenantId, List<Role>> roles(UUID user) {
    return memberships.of(List.of(user)).stream()
        .collect(
            Collectors.groupingBy(
                MembershipRow::tenant,
                Collectors.mapping(
                    held -> StoredRoles.role(held.role(), held.permissions()),
                    Collectors.toList())));
  }
}
