package io.gantry.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.account.SignIn;
import io.gantry.api.container.TenantId;
import io.gantry.security.Role;
import io.gantry.security.account.Account;
import io.gantry.web.Client.Answer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** What people do with their accounts is in the platform's audit log, and no secret is. */
@WebTest
class AccountAuditIT {
  private static final String SESSION = "/api/v1/session";
  private static final String TOKENS = "/api/v1/tokens";
  private static final String WRONG = "a wrong long password";
  private static final String BETTER = "an even better password";

  @Autowired private Installation installation;
  private TenantId tenant = TenantId.DEFAULT;
  private Client admin = new Client("", null);
  private Client nobody = new Client("", null);

  @BeforeEach
  void makeATenant() {
    tenant = installation.newTenant();
    admin = installation.asPlatformAdmin(tenant);
    nobody = installation.asNobody();
  }

  @Test
  void notesWhoSignedInAndWhoWasRefused() {
    Account user = installation.user(false, Map.of(tenant, Role.VIEWER));

    signIn(user.name(), WRONG, null);
    signIn(user.name(), Installation.PASSWORD, null);
    signIn(user.name(), Installation.PASSWORD, BETTER);

    assertThat(entries("object=user " + user.name()))
        .containsExactly(
            "%s session:begin ok with a new password".formatted(user.name()),
            "%s session:begin ok".formatted(user.name()),
            "unknown session:begin UNAUTHENTICATED");
  }

  @Test
  void doesNotKeepANameNobodyHas() {
    signIn("my-password-in-the-wrong-field", WRONG, null);

    assertThat(entries("object=user unknown")).isNotEmpty();
    assertThat(log("limit=500").toString()).doesNotContain("my-password-in-the-wrong-field");
  }

  @Test
  void notesWhoSignedOut() {
    Account user = installation.user(false, Map.of(tenant, Role.VIEWER));
    Answer begun = signIn(user.name(), Installation.PASSWORD, null);
    String cookie = String.valueOf(begun.header("Set-Cookie"));

    nobody
        .with("Cookie", cookie.substring(0, cookie.indexOf(';')))
        .with("X-CSRF-Token", begun.json().get("csrfToken").stringValue())
        .delete(SESSION);

    assertThat(entries("actor=" + user.name())).first().isEqualTo(user.name() + " session:end ok");
  }

  @Test
  void notesWhoMadeAndWithdrewAToken() {
    Account user = installation.user(false, Map.of(tenant, Role.VIEWER));
    Client own = installation.client(installation.token(user));

    JsonNode made = own.post(TOKENS, "{\"name\":\"for the build\"}").json();
    String id = made.get("id").stringValue();
    own.delete(TOKENS + "/" + id);

    assertThat(entries("object=token " + id))
        .containsExactly(
            user.name() + " token:remove ok", user.name() + " token:create ok for the build");
    assertThat(made.get("token").stringValue()).startsWith("gantry_");
    assertThat(log("limit=500").toString())
        .doesNotContain(
            made.get("token").stringValue(), Installation.PASSWORD, WRONG, BETTER, "argon2");
  }

  @Test
  void showsTheLogOfThePlatformToItsAdminsOnly() {
    assertThat(installation.as(tenant, Role.ADMIN).get("/api/v1/audit/platform").status())
        .isEqualTo(403);
    assertThat(admin.get("/api/v1/audit").json().get("items")).isEmpty();
  }

  private Answer signIn(String name, String password, @Nullable String newPassword) {
    return nobody.post(SESSION, new SignIn(name, password, newPassword));
  }

  /** Actor, action, outcome and detail of the entries, the newest first. */
  private List<String> entries(String query) {
    return log(query.replace(" ", "%20")).valueStream().map(AccountAuditIT::line).toList();
  }

  private JsonNode log(String query) {
    return admin.get("/api/v1/audit/platform?" + query).json().get("items");
  }

  private static String line(JsonNode entry) {
    return String.join(
            " ",
            entry.get("actor").stringValue(),
            entry.get("action").stringValue(),
            entry.get("outcome").stringValue(),
            entry.path("detail").asString(""))
        .strip();
  }
}
