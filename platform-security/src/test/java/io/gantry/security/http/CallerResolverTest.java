package io.gantry.security.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.security.Caller;
import io.gantry.security.Caller.Origin;
import io.gantry.security.Permission;
import io.gantry.security.Role;
import io.gantry.security.account.Account;
import io.gantry.security.account.AccountStore.NewAccount;
import io.gantry.security.account.MemoryOfAccounts;
import io.gantry.security.credential.ApiToken;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallerResolverTest {
  private static final TenantId RED = new TenantId("red");
  private static final TenantId BLUE = new TenantId("blue");

  private final MemoryOfAccounts accounts = new MemoryOfAccounts();
  private final CallerResolver resolver = new CallerResolver(accounts);
  private final Account admin = account("admin", true, Map.of(TenantId.DEFAULT, Role.ADMIN));
  private final Account ada = account("ada", false, Map.of(RED, Role.OPERATOR));
  private final Account bob = account("bob", false, Map.of(RED, Role.VIEWER, BLUE, Role.ADMIN));

  @Test
  void selectsTheOnlyTenant() {
    Caller caller = resolver.of(ada, null, Origin.INTERNAL);

    assertThat(caller.tenant()).isEqualTo(RED);
    assertThat(caller.permissions()).isEqualTo(Role.OPERATOR.permissions());
  }

  @Test
  void selectsNoneOfSeveral() {
    assertThat(resolver.of(bob, null, Origin.INTERNAL).selectedTenant()).isNull();
    assertThat(resolver.of(bob, "blue", Origin.INTERNAL).permissions())
        .isEqualTo(Role.ADMIN.permissions());
  }

  @Test
  void answersAlikeForForeignMissingAndMalformedTenants() {
    assertNoSuchTenant(() -> resolver.of(ada, "blue", Origin.INTERNAL));
    assertNoSuchTenant(() -> resolver.of(ada, "green", Origin.INTERNAL));
    assertNoSuchTenant(() -> resolver.of(ada, "../etc", Origin.INTERNAL));
    assertNoSuchTenant(() -> resolver.of(admin, "green", Origin.INTERNAL));
  }

  @Test
  void letsAPlatformAdminIntoEveryTenant() {
    assertThat(resolver.of(admin, "blue", Origin.INTERNAL).permissions())
        .containsAll(EnumSet.allOf(Permission.class));
  }

  @Test
  void narrowsTheRightsToThoseOfTheToken() {
    Caller viewer = resolver.of(bob, token(null, Role.VIEWER), "blue", Origin.INTERNAL);
    Caller inRed = resolver.of(bob, token(RED, null), null, Origin.INTERNAL);
    Caller admins = resolver.of(admin, token(null, Role.ADMIN), null, Origin.INTERNAL);

    assertThat(viewer.permissions()).isEqualTo(Role.VIEWER.permissions());
    assertThat(inRed.tenant()).isEqualTo(RED);
    assertThat(admins.permissions()).doesNotContainAnyElementsOf(Permission.ofPlatform());
    assertNoSuchTenant(() -> resolver.of(bob, token(RED, null), "blue", Origin.INTERNAL));
  }

  @Test
  void intersectsTheRoleOfTheTokenWithWhatTheAccountHolds() {
    Role deployer =
        new Role("deployer", Set.of(Permission.CONTAINER_READ, Permission.CONTAINER_EXEC));

    assertThat(resolver.of(bob, token(RED, deployer), null, Origin.INTERNAL).permissions())
        .containsExactly(Permission.CONTAINER_READ);
    assertThat(resolver.of(bob, token(BLUE, deployer), null, Origin.INTERNAL).permissions())
        .isEqualTo(deployer.permissions());
  }

  private static void assertNoSuchTenant(ThrowingCallable call) {
    assertThatThrownBy(call)
        .extracting(failure -> ((GantryException) failure).code())
        .isEqualTo(ErrorCode.NOT_FOUND);
  }

  private Account account(String name, boolean platformAdmin, Map<TenantId, Role> roles) {
    return accounts.create(new NewAccount(name, "hash", false, platformAdmin, roles));
  }

  private static ApiToken token(@Nullable TenantId tenant, @Nullable Role role) {
    return new ApiToken(
        UUID.randomUUID(), UUID.randomUUID(), "t", tenant, role, Instant.EPOCH, null, null);
  }
}
