package io.gantry.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.security.Caller.Origin;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CallerTest {
  private final Authorizer authorizer = new Authorizer();

  @ParameterizedTest
  @EnumSource(Permission.class)
  void givesThePlatformToPlatformAdminsOnly(Permission permission) {
    Caller tenantAdmin = caller(TenantId.DEFAULT, Role.ADMIN.permissions());
    Caller platformAdmin = caller(TenantId.DEFAULT, Permission.ofPlatform());

    assertThat(tenantAdmin.may(permission)).isEqualTo(permission.smallestRole().isPresent());
    assertThat(platformAdmin.may(permission)).isEqualTo(permission.smallestRole().isEmpty());
  }

  @ParameterizedTest
  @EnumSource(Permission.class)
  void givesEachRoleWhatSmallerOnesHave(Permission permission) {
    boolean viewer = caller(TenantId.DEFAULT, Role.VIEWER.permissions()).may(permission);
    boolean operator = caller(TenantId.DEFAULT, Role.OPERATOR.permissions()).may(permission);
    boolean admin = caller(TenantId.DEFAULT, Role.ADMIN.permissions()).may(permission);

    assertThat(operator || !viewer).isTrue();
    assertThat(admin || !operator).isTrue();
  }

  @Test
  void saysWhichRoleIsMissing() {
    Caller viewer = caller(TenantId.DEFAULT, Role.VIEWER.permissions());

    assertThatThrownBy(() -> authorizer.require(viewer, Permission.CONTAINER_STOP))
        .hasMessage("ada may not container:stop: it needs the role operator")
        .extracting(failure -> ((GantryException) failure).code())
        .isEqualTo(ErrorCode.FORBIDDEN);
  }

  @Test
  void asksForTheTenantWhenNoneIsObvious() {
    Caller without = caller(null, Set.of());

    assertThatThrownBy(() -> authorizer.require(without, Permission.CONTAINER_READ))
        .extracting(failure -> ((GantryException) failure).code())
        .isEqualTo(ErrorCode.INVALID_ARGUMENT);
  }

  @Test
  void letsNobodyGrantWhatTheyDoNotHold() {
    Caller operator = caller(TenantId.DEFAULT, Role.OPERATOR.permissions());

    authorizer.requireToGrant(operator, Role.VIEWER.permissions());
    authorizer.requireToGrant(operator, Role.OPERATOR.permissions());
    assertThatThrownBy(() -> authorizer.requireToGrant(operator, Set.of(Permission.AUDIT_READ)))
        .hasMessage("ada may not grant audit:read without holding it: it needs the role admin")
        .extracting(failure -> ((GantryException) failure).code())
        .isEqualTo(ErrorCode.FORBIDDEN);
  }

  @Test
  void namesPermissionsByResourceAndVerb() {
    assertThat(Permission.values())
        .allSatisfy(
            permission -> {
              assertThat(permission.toString()).matches("[a-z]+(-[a-z]+)*:[a-z]+");
              assertThat(Permission.named(permission.toString())).contains(permission);
            });
  }

  private static Caller caller(@Nullable TenantId tenant, Set<Permission> permissions) {
    return new Caller(UUID.randomUUID(), "ada", tenant, permissions, Origin.INTERNAL);
  }
}
