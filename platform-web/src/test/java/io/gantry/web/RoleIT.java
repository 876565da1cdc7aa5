package io.gantry.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.account.CreateToken;
import io.gantry.api.account.Membership;
import io.gantry.api.account.RoleResource;
import io.gantry.api.account.RoleSpec;
import io.gantry.api.container.TenantId;
import io.gantry.security.Permission;
import io.gantry.security.Role;
import io.gantry.security.account.Account;
import io.gantry.web.Client.Answer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Roles of a tenant's own: what they give, and to whom nobody can give them. */
@WebTest
class RoleIT {
  private static final String ROLES = "/api/v1/roles";
  private static final String CONTAINERS = "/api/v1/containers";

  @Autowired private Installation installation;
  private TenantId tenant = TenantId.DEFAULT;
  private Client admin = new Client("", null);
  private Account user = account();

  @BeforeEach
  void makeATenant() {
    tenant = installation.newTenant();
    admin = installation.as(tenant, Role.ADMIN);
    user = installation.user(false, Map.of(tenant, Role.VIEWER));
  }

  @Test
  void givesWhatItNamesAndNothingElse() {
    put(admin, "stopper", "container:read", "container:stop");
    assign(admin, user, "stopper");
    Client stopper = installation.client(installation.token(user));

    assertThat(stopper.get(CONTAINERS).status()).isEqualTo(200);
    assertThat(stopper.post(CONTAINERS + "/none/stop", "{}").code()).isEqualTo("NO_SUCH_CONTAINER");
    Answer refused = stopper.post(CONTAINERS + "/none/start", "{}");
    assertThat(refused.code()).isEqualTo("FORBIDDEN");
    assertThat(refused.text()).contains("may not container:start: it needs the role operator");
    assertThat(stopper.get("/api/v1/session").text()).contains("\"stopper\"");
  }

  @Test
  void changesForAllWhoHoldItAtOnce() {
    put(admin, "watcher", "container:read");
    assign(admin, user, "watcher");
    Client watcher = installation.client(installation.token(user));
    Client bounded = bounded(watcher, "watcher");
    assertThat(bounded.get(CONTAINERS).status()).isEqualTo(200);

    put(admin, "watcher", "event:read");

    assertThat(watcher.get(CONTAINERS).code()).isEqualTo("FORBIDDEN");
    assertThat(bounded.get(CONTAINERS).code()).isEqualTo("FORBIDDEN");
  }

  @Test
  void cannotBeGivenByWhoDoesNotHoldAllOfIt() {
    put(admin, "personnel", "member:update", "role:update", "container:read");
    put(admin, "shell", "container:exec");
    assign(admin, user, "personnel");
    Client personnel = installation.client(installation.token(user));

    assertThat(put(personnel, "mine", "container:read").status()).isEqualTo(200);
    assertThat(put(personnel, "mine", "container:exec").code()).isEqualTo("FORBIDDEN");
    assertThat(put(personnel, "personnel", "member:update", "container:exec").code())
        .isEqualTo("FORBIDDEN");
    for (String role : List.of("shell", "ADMIN", "VIEWER")) {
      assertThat(assign(personnel, user, role).text()).contains("without holding it");
    }
    assertThat(assign(personnel, user, "mine").status()).isEqualTo(204);
  }

  @Test
  void boundsWhatANarrowedTokenGives() {
    put(admin, "personnel", "member:update", "container:read");
    Client bounded = bounded(admin, "personnel");

    assertThat(assign(bounded, user, "ADMIN").code()).isEqualTo("FORBIDDEN");
    assertThat(assign(bounded, user, "personnel").status()).isEqualTo(204);
  }

  @Test
  void isNotRemovedWhileSomebodyHoldsIt() {
    put(admin, "watcher", "container:read");
    assign(admin, user, "watcher");

    Answer held = admin.delete(ROLES + "/watcher");
    assertThat(held.code()).isEqualTo("DEPENDENCY_EXISTS");
    assertThat(held.text()).contains("user " + user.name());

    assign(admin, user, "VIEWER");
    assertThat(admin.delete(ROLES + "/watcher").status()).isEqualTo(204);
    assertThat(admin.get(ROLES + "/watcher").code()).isEqualTo("NOT_FOUND");
  }

  @Test
  void isNotRemovedWhileItBoundsAToken() {
    put(admin, "watcher", "container:read");
    bounded(admin, "watcher");

    assertThat(admin.delete(ROLES + "/watcher").text()).contains("DEPENDENCY_EXISTS", "token ");
  }

  @Test
  void cannotCarryWhatIsOfThePlatformOrUnknown() {
    Client platform = installation.asPlatformAdmin(tenant).with("Gantry-Tenant", tenant.value());

    assertThat(put(platform, "root", "tenant:create").code()).isEqualTo("INVALID_ARGUMENT");
    assertThat(put(admin, "root", "container:fly").text()).contains("container:fly");
    assertThat(admin.put(ROLES + "/root", "{}").code()).isEqualTo("INVALID_ARGUMENT");
    assertThat(put(admin, "Root", "container:read").code()).isEqualTo("INVALID_ARGUMENT");
    assertThat(put(admin, "admin", "container:read").code()).isEqualTo("INVALID_ARGUMENT");
  }

  @Test
  void leavesTheBuiltInOnesAsTheyAre() {
    assertThat(put(admin, "ADMIN", "container:read").code()).isEqualTo("STATE_INVALID");
    assertThat(admin.delete(ROLES + "/VIEWER").code()).isEqualTo("STATE_INVALID");
    assertThat(admin.get(ROLES + "/ADMIN").as(RoleResource.class).permissions())
        .containsExactlyElementsOf(
            Arrays.stream(Permission.values())
                .filter(Permission::isOfTenant)
                .map(Permission::toString)
                .toList());
  }

  @Test
  void isItsTenantsOwn() {
    put(admin, "watcher", "container:read");
    Client stranger = installation.as(installation.newTenant(), Role.ADMIN);

    assertThat(stranger.get(ROLES + "/watcher").code()).isEqualTo("NOT_FOUND");
    assertThat(stranger.delete(ROLES + "/watcher").code()).isEqualTo("NOT_FOUND");
    assertThat(stranger.get(ROLES).json().get("items")).hasSize(3);
    assertThat(
            stranger.post("/api/v1/tokens", new CreateToken("t", tenant, "watcher", null)).code())
        .isEqualTo("NOT_FOUND");
    assertThat(put(stranger, "watcher", "event:read").status()).isEqualTo(200);
    assertThat(admin.get(ROLES + "/watcher").as(RoleResource.class).permissions())
        .containsExactly("container:read");
  }

  private Client bounded(Client client, String role) {
    Answer made = client.post("/api/v1/tokens", new CreateToken("t", tenant, role, null));
    return installation.client(made.json().get("token").stringValue());
  }

  private static Answer put(Client client, String role, String... permissions) {
    return client.put(ROLES + "/" + role, new RoleSpec(List.of(permissions)));
  }

  private Answer assign(Client client, Account member, String role) {
    return client.put(
        "/api/v1/tenants/" + tenant + "/members/" + member.name(), new Membership(role));
  }

  private static Account account() {
    return new Account(new java.util.UUID(0, 0), "nobody", null, "", false, false, false, Map.of());
  }
}
