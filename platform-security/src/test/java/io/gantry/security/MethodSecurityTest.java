package io.gantry.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.security.Caller.Origin;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

class MethodSecurityTest {
  private final AnnotationConfigApplicationContext context =
      new AnnotationConfigApplicationContext(Application.class);
  private final Doors doors = context.getBean(Doors.class);

  @AfterEach
  void close() {
    context.close();
  }

  @Test
  void letsInWhoHoldsThePermission() {
    assertThat(doors.open(caller(Role.OPERATOR))).isEqualTo("open");
  }

  @Test
  void refusesWhoDoesNot() {
    Caller viewer = caller(Role.VIEWER);

    assertThatThrownBy(() -> doors.open(viewer))
        .extracting(failure -> ((GantryException) failure).code())
        .isEqualTo(ErrorCode.FORBIDDEN);
  }

  @Test
  void shutsMethodsThatNameNoCaller() {
    assertThatThrownBy(doors::openBlindly).isInstanceOf(IllegalStateException.class);
  }

  private static Caller caller(Role role) {
    return new Caller(
        UUID.randomUUID(), "ada", TenantId.DEFAULT, role.permissions(), Origin.INTERNAL);
  }

  static class Doors {
    @Requires(Permission.CONTAINER_START)
    String open(Caller caller) {
      return "open";
    }

    @Requires(Permission.CONTAINER_START)
    String openBlindly() {
      return "open";
    }
  }

  @Configuration
  @Import(MethodSecurity.class)
  static class Application {
    @Bean
    Doors doors() {
      return new Doors();
    }
  }
}
