package io.gantry.fleet.account;

import io.gantry.api.account.UserResource;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.resource.Page;
import io.gantry.api.resource.PageRequest;
import io.gantry.fleet.audit.AuditChanges;
import io.gantry.fleet.audit.AuditNote;
import io.gantry.fleet.audit.AuditService;
import io.gantry.fleet.paging.Cursor;
import io.gantry.persistence.account.MembershipRows;
import io.gantry.persistence.account.MembershipRows.MembershipRow;
import io.gantry.persistence.account.PrincipalEntity;
import io.gantry.persistence.account.PrincipalKind;
import io.gantry.persistence.account.PrincipalRepository;
import io.gantry.persistence.account.TenantRepository;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import io.gantry.security.account.Account;
import io.gantry.security.account.AccountStore;
import io.gantry.security.account.AccountStore.NewAccount;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Makes and shows users, and says what they are in a tenant. */
@Service
public class UserService {
  private final PrincipalRepository principals;
  private final TenantRepository tenants;
  private final AccountStore accounts;
  private final MembershipRows memberships;
  private final Grants grants;
  private final AuditService audit;

  UserService(
      PrincipalRepository principals,
      TenantRepository tenants,
      AccountStore accounts,
      MembershipRows memberships,
      Grants grants,
      AuditService audit) {
    this.memberships = memberships;
    this.grants = grants;
    this.principals = principals;
    this.tenants = tenants;
    this.accounts = accounts;
    this.audit = audit;
  }

  /** By name. */
  @Requires(Permission.USER_READ)
  @Transactional(readOnly = true)
  public Page<UserResource> list(Caller caller, PageRequest page) {
    String after = Cursor.after(page, 1, List::getFirst);
    List<PrincipalEntity> found =
        principals.findByKindAndNameGreaterThanOrderByName(
            PrincipalKind.USER, after == null ? "" : after, Limit.of(page.limit() + 1));
    Map<UUID, List<MembershipRow>> held =
        memberships.of(found.stream().map(PrincipalEntity::getId).toList()).stream()
            .collect(Collectors.groupingBy(MembershipRow::principal));
    return Cursor.page(found, page, user -> List.of(user.name()))
        .map(user -> resource(user, held.getOrDefault(user.getId(), List.of())));
  }

  /**
   * Makes a user, whose password is hashed already.
   *
   * @throws GantryException NAME_DUPLICATE
   */
  @Requires(Permission.USER_CREATE)
  @Transactional
  public UserResource create(Caller caller, NewAccount wish) {
    accounts.create(wish);
    audit.record(
        caller,
        AuditNote.of(Permission.USER_CREATE, "user " + wish.name())
            .changing(AuditChanges.of("platformAdmin", null, wish.platformAdmin())));
    return resource(
        principals.findByKindAndName(PrincipalKind.USER, wish.name()).orElseThrow(), List.of());
  }

  /**
   * Gives a user a role in the caller's tenant, instead of what it had there.
   *
   * @throws GantryException NOT_FOUND; INVALID_ARGUMENT for a role that is none; FORBIDDEN if it
   *     carries what the caller does not hold
   */
  @Requires(Permission.MEMBER_UPDATE)
  @Transactional
  public void assign(Caller caller, String userName, String roleName) {
    TenantId tenant = caller.tenant();
    if (!tenants.existsById(tenant.value())) {
      throw missing("tenant", tenant.value());
    }
    UUID user = accounts.findByName(userName).map(Account::id).orElse(null);
    if (user == null) {
      throw missing("user", userName);
    }
    List<String> before = grants.give(caller, user, List.of(roleName));
    audit.record(
        caller,
        AuditNote.of(Permission.MEMBER_UPDATE, "user " + userName)
            .changing(
                AuditChanges.of(
                    "role", before.isEmpty() ? null : String.join(" ", before), roleName)));
  }

  private static GantryException missing(String kind, String name) {
    return GantryException.of(ErrorCode.NOT_FOUND, "there is no %s '%s'".formatted(kind, name))
        .about(kind, name);
  }

  private static UserResource resource(PrincipalEntity user, List<MembershipRow> held) {
    return new UserResource(
        user.getId(),
        user.name(),
        user.isPlatformAdmin(),
        user.isDisabled(),
        held.stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.tenant().value(),
                    Collectors.mapping(MembershipRow::role, Collectors.toList()))),
        user.createdAt());
  }
}
