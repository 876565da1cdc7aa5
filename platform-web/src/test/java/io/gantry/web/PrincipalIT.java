package io.gantry.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.account.CreateToken;
import io.gantry.api.account.GroupSpec;
import io.gantry.api.account.ServiceAccountSpec;
import io.gantry.api.container.TenantId;
import io.gantry.security.Role;
import io.gantry.security.account.Account;
import io.gantry.web.Client.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Groups and service accounts: who holds roles beside users, and how that ends. */
@WebTest
class PrincipalIT {
  private static final String CONTAINERS = "/api/v1/containers";
  private static final String GROUPS = "/api/v1/groups/";
  private static final String SERVICES = "/api/v1/service-accounts/";

  @Autowired private Installation installation;
  private TenantId tenant = TenantId.DEFAULT;
  private Client admin = new Client("", null);

  @BeforeEach
  void makeATenant() {
    tenant = installation.newTenant();
    admin = installation.as(tenant, Role.ADMIN);
  }

  @Test
  void aMemberMayWhatItsGroupsAndItsOwnRoleSayTogether() {
    Account user = installation.user(false, Map.of(tenant, Role.VIEWER));
    Client member = installation.client(installation.token(user));
    admin.put("/api/v1/roles/starter", "{\"permissions\":[\"container:start\"]}");

    admin.put(GROUPS + "starters", new GroupSpec(List.of("starter"), List.of(user.name())));
    assertThat(member.get(CONTAINERS).status()).isEqualTo(200);
    assertThat(start(member)).isEqualTo("NO_SUCH_CONTAINER");
    assertThat(member.post(CONTAINERS + "/none/kill", "{}").code()).isEqualTo("FORBIDDEN");

    admin.delete(GROUPS + "starters");
    assertThat(start(member)).isEqualTo("FORBIDDEN");
    assertThat(admin.get(GROUPS + "starters").code()).isEqualTo("NOT_FOUND");
  }

  @Test
  void aGroupAloneMakesItsMembersBelongToTheTenant() {
    Account user = installation.user(false, Map.of());
    Client member = installation.client(installation.token(user));
    assertThat(member.get(CONTAINERS).code()).isEqualTo("INVALID_ARGUMENT");

    admin.put(GROUPS + "watchers", new GroupSpec(List.of("VIEWER"), List.of(user.name())));

    assertThat(member.get(CONTAINERS).status()).isEqualTo(200);
    assertThat(admin.get(GROUPS + "watchers").text()).contains(user.name());
  }

  @Test
  void nobodyGivesByAGroupOrServiceAccountWhatTheyDoNotHold() {
    admin.put(
        "/api/v1/roles/personnel",
        "{\"permissions\":[\"group:update\",\"service-account:update\",\"container:read\"]}");
    admin.put(SERVICES + "strong", new ServiceAccountSpec(List.of("ADMIN"), null));
    admin.put(GROUPS + "strong", new GroupSpec(List.of("ADMIN"), List.of()));
    Account user = installation.user(false, Map.of(tenant, Role.VIEWER));
    admin.put("/api/v1/tenants/" + tenant + "/members/" + user.name(), "{\"role\":\"personnel\"}");
    Client personnel = installation.client(installation.token(user));

    for (Answer refused :
        List.of(
            personnel.put(GROUPS + "mine", new GroupSpec(List.of("ADMIN"), List.of())),
            personnel.put(GROUPS + "strong", new GroupSpec(List.of("ADMIN"), List.of(user.name()))),
            personnel.put(SERVICES + "mine", new ServiceAccountSpec(List.of("VIEWER"), null)),
            personnel.post(SERVICES + "strong/tokens", "{\"name\":\"t\"}"))) {
      assertThat(refused.text()).contains("FORBIDDEN", "without holding it");
    }
    assertThat(personnel.get(GROUPS + "mine").code()).isEqualTo("FORBIDDEN");
    assertThat(admin.get(GROUPS + "mine").code()).isEqualTo("NOT_FOUND");
  }

  @Test
  void aServiceAccountWorksByTokenAndIsNamedInTheLog() {
    Client robot = service("ci", "OPERATOR");

    assertThat(robot.get(CONTAINERS).status()).isEqualTo(200);
    assertThat(robot.post("/api/v1/volumes", "{\"name\":\"v\",\"node\":\"none\"}").status())
        .isEqualTo(404);
    assertThat(admin.get("/api/v1/audit?actor=service%20account%20ci").json().get("items"))
        .isNotEmpty();
    assertThat(robot.get(SERVICES + "ci").code()).isEqualTo("FORBIDDEN");
    assertThat(robot.post("/api/v1/tokens", "{\"name\":\"more\"}").code()).isEqualTo("FORBIDDEN");
    assertThat(robot.with("Gantry-Tenant", "default").get(CONTAINERS).code())
        .isEqualTo("NOT_FOUND");
  }

  @Test
  void disablingAServiceAccountEndsItsTokensForGood() {
    Client robot = service("ci", "VIEWER");

    admin.put(SERVICES + "ci", new ServiceAccountSpec(List.of("VIEWER"), true));
    assertThat(robot.get(CONTAINERS).code()).isEqualTo("UNAUTHENTICATED");
    assertThat(admin.post(SERVICES + "ci/tokens", "{\"name\":\"t\"}").code())
        .isEqualTo("STATE_INVALID");

    admin.put(SERVICES + "ci", new ServiceAccountSpec(List.of("VIEWER"), false));
    assertThat(robot.get(CONTAINERS).code()).isEqualTo("UNAUTHENTICATED");
  }

  @Test
  void removingAServiceAccountEndsItsTokens() {
    Client robot = service("ci", "VIEWER");

    assertThat(admin.delete(SERVICES + "ci").status()).isEqualTo(204);

    assertThat(robot.get(CONTAINERS).code()).isEqualTo("UNAUTHENTICATED");
  }

  @Test
  void aTokenOfAServiceAccountIsShownOnceAndWithdrawn() {
    Client robot = service("ci", "VIEWER");
    robot.get(CONTAINERS);

    Answer tokens = admin.get(SERVICES + "ci/tokens");
    assertThat(tokens.text()).doesNotContain("gantry_").contains("lastUsedAt");
    String id = tokens.json().at("/items/0/id").stringValue();
    assertThat(admin.delete(SERVICES + "ci/tokens/" + id).status()).isEqualTo(204);
    assertThat(robot.get(CONTAINERS).code()).isEqualTo("UNAUTHENTICATED");
  }

  @Test
  void groupsAndServiceAccountsAreTheirTenantsOwn() {
    service("ci", "VIEWER");
    admin.put(GROUPS + "team", new GroupSpec(List.of("VIEWER"), List.of()));
    Client stranger = installation.as(installation.newTenant(), Role.ADMIN);

    for (String path : List.of(GROUPS + "team", SERVICES + "ci", SERVICES + "ci/tokens")) {
      assertThat(stranger.get(path).code()).isEqualTo("NOT_FOUND");
    }
    assertThat(stranger.delete(SERVICES + "ci").code()).isEqualTo("NOT_FOUND");
    assertThat(stranger.get("/api/v1/groups").json().get("items")).isEmpty();
    assertThat(stranger.put(GROUPS + "team", new GroupSpec(List.of(), List.of())).status())
        .isEqualTo(200);
  }

  @Test
  void aRoleHeldByAGroupOrServiceAccountIsNotRemoved() {
    admin.put("/api/v1/roles/watcher", "{\"permissions\":[\"container:read\"]}");
    admin.put(GROUPS + "team", new GroupSpec(List.of("watcher"), List.of()));
    service("ci", "watcher");

    assertThat(admin.delete("/api/v1/roles/watcher").text())
        .contains("DEPENDENCY_EXISTS", "group team", "service account ci");
  }

  private Client service(String name, String role) {
    admin.put(SERVICES + name, new ServiceAccountSpec(List.of(role), null));
    Answer made =
        admin.post(
            SERVICES + name + "/tokens",
            new CreateToken("t", null, null, Instant.now().plus(Duration.ofHours(1))));
    return installation.client(made.json().get("token").stringValue());
  }

  private static String start(Client client) {
    return client.post(CONTAINERS + "/none/start", "{}").code();
  }
}
