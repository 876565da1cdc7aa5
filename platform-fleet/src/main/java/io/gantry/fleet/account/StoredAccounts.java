package io.gantry.fleet.account;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.persistence.account.MembershipRows;
import io.gantry.persistence.account.MembershipRows.MembershipRow;
import io.gantry.persistence.account.PrincipalEntity;
import io.gantry.persistence.account.PrincipalKind;
import io.gantry.persistence.account.PrincipalRepository;
import io.gantry.persistence.account.TenantEntity;
import io.gantry.persistence.account.TenantPolicy;
import io.gantry.persistence.account.TenantRepository;
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
  private final PrincipalRepository principals;
  private final TenantRepository tenants;
  private final MembershipRows memberships;
  private final Clock clock;

  StoredAccounts(
      PrincipalRepository principals,
      TenantRepository tenants,
      MembershipRows memberships,
      Clock clock) {
    this.principals = principals;
    this.tenants = tenants;
    this.memberships = memberships;
    this.clock = clock;
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<Account> findByName(String name) {
    return principals.findByKindAndName(PrincipalKind.USER, name).map(this::account);
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<Account> find(UUID id) {
    return principals.findById(id).map(this::account);
  }

  @Override
  @Transactional(readOnly = true)
  public boolean isEmpty() {
    return !principals.existsByKind(PrincipalKind.USER);
  }

  @Override
  @Transactional(readOnly = true)
  public boolean tenantExists(TenantId tenant) {
    return tenants.existsById(tenant.value());
  }

  @Override
  @Transactional
  public Account create(NewAccount account) {
    PrincipalEntity user =
        PrincipalEntity.user(
            UUID.randomUUID(), account.name(), account.platformAdmin(), clock.instant());
    user.changePassword(account.passwordHash(), account.oneTimePassword());
    try {
      principals.saveAndFlush(user);
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
    principals
        .findById(account)
        .ifPresent(
            user -> {
              user.changePassword(passwordHash, false);
              principals.saveAndFlush(user);
            });
  }

  private void ensureTenant(TenantId tenant) {
    if (!tenants.existsById(tenant.value())) {
      tenants.saveAndFlush(
          new TenantEntity(tenant, tenant.value(), TenantPolicy.RESTRICTED, clock.instant()));
    }
  }

  private Account account(PrincipalEntity user) {
    String name =
        user.kind() == PrincipalKind.USER
            ? user.name()
            : TenantPrincipals.words(user.kind()) + " " + user.name();
    return new Account(
        user.getId(),
        name,
        user.tenant(),
        user.passwordHash(),
        user.isOneTimePassword(),
        user.isPlatformAdmin(),
        user.isDisabled(),
        roles(user.getId()));
  }

  private Map<TenantId, List<Role>> roles(UUID user) {
    return memberships.withGroups(user).stream()
        .collect(
            Collectors.groupingBy(
                MembershipRow::tenant,
                Collectors.mapping(
                    held -> StoredRoles.role(held.role(), held.permissions()),
                    Collectors.toList())));
  }
}
