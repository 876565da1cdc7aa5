package io.gantry.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.account.SignIn;
import io.gantry.api.container.TenantId;
import io.gantry.security.Role;
import io.gantry.security.account.Account;
import io.gantry.web.Client.Answer;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Where people are signed in, and how that is ended from elsewhere. */
@WebTest
class SessionsIT {
  private static final String SESSION = "/api/v1/session";
  private static final String SESSIONS = "/api/v1/sessions";
  private static final String USERS = "/api/v1/users/";

  @Autowired private Installation installation;
  private TenantId tenant = TenantId.DEFAULT;
  private String user = "";

  @BeforeEach
  void makeAUser() {
    tenant = installation.newTenant();
    user = installation.user(false, Map.of(tenant, Role.VIEWER)).name();
  }

  @Test
  void showsWhereOneIsSignedIn() {
    Client phone = signIn("Phone/1.0");
    Client desk = signIn("Desk/2.0");

    JsonNode sessions = desk.get(SESSIONS).json().get("items");

    assertThat(sessions).hasSize(2);
    assertThat(sessions.get(0).toString())
        .contains("\"agent\":\"Desk/2.0\"", "\"current\":true", "\"address\":\"127.0.0.1\"");
    assertThat(sessions.get(1).toString()).contains("Phone", "\"current\":false");
    assertThat(phone.get(SESSIONS).text()).doesNotContain("hash", "secret");
  }

  @Test
  void endsOneFromAnother() {
    Client phone = signIn("Phone");
    Client desk = signIn("Desk");
    String id = phone.get(SESSIONS).json().at("/items/1/id").stringValue();

    assertThat(desk.delete(SESSIONS + "/" + id).status()).isEqualTo(204);

    assertThat(phone.get(SESSION).code()).isEqualTo("UNAUTHENTICATED");
    assertThat(desk.get(SESSION).status()).isEqualTo(200);
  }

  @Test
  void answersForAnothersSessionAsForNone() {
    String id = signIn("Phone").get(SESSIONS).json().at("/items/0/id").stringValue();
    Client stranger = installation.as(tenant, Role.ADMIN);

    assertThat(stranger.delete(SESSIONS + "/" + id).code()).isEqualTo("NOT_FOUND");
    assertThat(stranger.get(USERS + user + "/sessions").code()).isEqualTo("FORBIDDEN");
    assertThat(stranger.delete(USERS + user + "/sessions/" + id).code()).isEqualTo("FORBIDDEN");
  }

  @Test
  void letsAPlatformAdminEndAnothers() {
    Client phone = signIn("Phone");
    Client platform = installation.asPlatformAdmin(tenant);
    String id = platform.get(USERS + user + "/sessions").json().at("/items/0/id").stringValue();

    assertThat(platform.delete(USERS + user + "/sessions/" + id).status()).isEqualTo(204);

    assertThat(phone.get(SESSION).code()).isEqualTo("UNAUTHENTICATED");
  }

  @Test
  void disablingAUserEndsSessionsAndTokensForGood() {
    Client phone = signIn("Phone");
    Answer made = phone.post("/api/v1/tokens", "{\"name\":\"t\"}");
    Client program = installation.client(made.json().get("token").stringValue());
    Client platform = installation.asPlatformAdmin(tenant);

    assertThat(platform.put(USERS + user, "{\"disabled\":true}").status()).isEqualTo(204);
    assertThat(phone.get(SESSION).code()).isEqualTo("UNAUTHENTICATED");
    assertThat(program.get(SESSION).code()).isEqualTo("UNAUTHENTICATED");
    assertThat(begin("Phone").code()).isEqualTo("UNAUTHENTICATED");

    assertThat(platform.put(USERS + user, "{\"disabled\":false}").status()).isEqualTo(204);
    assertThat(phone.get(SESSION).code()).isEqualTo("UNAUTHENTICATED");
    assertThat(program.get(SESSION).code()).isEqualTo("UNAUTHENTICATED");
    assertThat(begin("Phone").status()).isEqualTo(201);
  }

  @Test
  void nobodyDisablesThemselves() {
    Account admin = installation.user(true, Map.of(tenant, Role.ADMIN));
    Client platform = installation.client(installation.token(admin));

    assertThat(platform.put(USERS + admin.name(), "{\"disabled\":true}").code())
        .isEqualTo("STATE_INVALID");
  }

  private Answer begin(String agent) {
    return installation
        .asNobody()
        .with("User-Agent", agent)
        .post(SESSION, new SignIn(user, Installation.PASSWORD, null));
  }

  private Client signIn(String agent) {
    Answer begun = begin(agent);
    String cookie = String.valueOf(begun.header("Set-Cookie"));
    return installation
        .asNobody()
        .with("Cookie", cookie.substring(0, cookie.indexOf(';')))
        .with("X-CSRF-Token", begun.json().get("csrfToken").stringValue());
  }
}
