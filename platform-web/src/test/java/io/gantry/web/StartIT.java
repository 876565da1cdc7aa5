package io.gantry.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.TenantId;
import io.gantry.security.Role;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@WebTest
class StartIT {
  @Autowired private Installation installation;

  @Test
  void tellsThatItIsReady() {
    Client nobody = installation.asNobody();

    assertThat(nobody.get("/actuator/health/readiness").json().get("status").stringValue())
        .isEqualTo("UP");
    assertThat(nobody.get("/actuator/health/liveness").status()).isEqualTo(200);
  }

  @Test
  void showsItsMeasuresToPlatformAdminsOnly() {
    TenantId tenant = installation.newTenant();

    assertThat(installation.asNobody().get("/actuator/prometheus").code())
        .isEqualTo("UNAUTHENTICATED");
    assertThat(installation.as(tenant, Role.ADMIN).get("/actuator/prometheus").code())
        .isEqualTo("FORBIDDEN");
    assertThat(installation.asPlatformAdmin(tenant).get("/actuator/prometheus").text())
        .contains("jvm_memory_used_bytes");
  }
}
