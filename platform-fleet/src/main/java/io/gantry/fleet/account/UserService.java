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
import io.gantry.persistence.account.TenantRepository;
import io.gantry.persistence.account.UserEntity;
import io.gantry.persistence.account.UserRepository;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import io.gantry.security.Role;
import io.gantry.security.account.AccountStore;
import io.gantry.security.account.AccountStore.NewAccount;
import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Makes and shows users, and says what they are in a tenant. */
@Service
public class UserService {
  private final UserRepository users;
  private final TenantRepository tenants;
  private final AccountStore accounts;
  private final AuditService audit;

  UserService(
      UserRepository users, TenantRepository tenants, AccountStore accounts, AuditService audit) {
    this.users = users;
    this.tenants = tenants;
    this.accounts = accounts;
    this.audit = audit;
  }

  /** By name. */
  @Requires(Permission.USER_READ)
  @Transactional(readOnly = true)
  public Page<UserResource> list(Caller caller, PageRequest page) {
    String after = Cursor.after(page, 1, List::getFirst);
    List<UserEntity> found =
        users.findByNameGreaterThanOrderByName(
            after == null ? "" : after, Limit.of(page.limit() + 1));
    return Cursor.page(found, page, user -> List.of(user.name())).map(UserService::resource);
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
    return resource(users.findByName(wish.name()).orElseThrow());
  }

  /**
   * Says what a user is in the caller's tenant from now on.
   *
   * @throws GantryException NOT_FOUND
   */
  @Requires(Permission.MEMBER_UPDATE)
  @Transactional
  public void assign(Caller caller, String userName, Role role) {
    TenantId tenant = caller.tenant();
    if (!tenants.existsById(tenant.value())) {
      throw missing("tenant", tenant.value());
    }
    UserEntity user = users.lockByName(userName).orElseThrow(() -> missing("user", userName));
    String before = user.roles().get(tenant.value());
    user.join(tenant, role.name());
    users.saveAndFlush(user);
    audit.record(
        caller,
        AuditNote.of(Permission.MEMBER_UPDATE, "user " + userName)
            .changing(AuditChanges.of("role", before, role)));
  }

  private static GantryException missing(String kind, String name) {
    return GantryException.of(ErrorCode.NOT_FOUND, "there is no %s '%s'".formatted(kind, name))
        .about(kind, name);
  }

  private static UserResource resource(UserEntity user) {
    return new UserResource(
        user.getId(),
        user.name(),
        user.isPlatformAdmin(),
        user.isDisabled(),
        user.roles(),
        user.createdAt());
  }
}
