package io.gantry.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.security.Caller.Origin;
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
    Caller tenantAdmin = caller(false, TenantId.DEFAULT, Role.ADMIN);
    Caller platformAdmin = caller(true, TenantId.DEFAULT, null);

    assertThat(tenantAdmin.may(permission)).isEqualTo(permission.smallestRole().isPresent());
    assertThat(platformAdmin.may(permission)).isEqualTo(permission.smallestRole().isEmpty());
  }

  @ParameterizedTest
  @EnumSource(Permission.class)
  void givesEachRoleWhatSmallerOnesHave(Permission permission) {
    boolean viewer = caller(false, TenantId.DEFAULT, Role.VIEWER).may(permission);
    boolean operator = caller(false, TenantId.DEFAULT, Role.OPERATOR).may(permission);
    boolean admin = caller(false, TenantId.DEFAULT, Role.ADMIN).may(permission);

    assertThat(operator || !viewer).isTrue();
    assertThat(admin || !operator).isTrue();
  }

  @Test
  void saysWhichRoleIsMissing() {
    Caller viewer = caller(false, TenantId.DEFAULT, Role.VIEWER);

    assertThatThrownBy(() -> authorizer.require(viewer, Permission.CONTAINER_STOP))
        .hasMessage("ada may not container:stop: it needs the role operator")
        .extracting(failure -> ((GantryException) failure).code())
        .isEqualTo(ErrorCode.FORBIDDEN);
  }

  @Test
  void asksForTheTenantWhenNoneIsObvious() {
    Caller without = caller(false, null, null);

    assertThatThrownBy(() -> authorizer.require(without, Permission.CONTAINER_READ))
        .extracting(failure -> ((GantryException) failure).code())
        .isEqualTo(ErrorCode.INVALID_ARGUMENT);
  }

  private static Caller caller(
      boolean platformAdmin, @Nullable TenantId tenant, @Nullable Role role) {
    return new Caller(UUID.randomUUID(), "ada", platformAdmin, tenant, role, Origin.INTERNAL);
  }
}
