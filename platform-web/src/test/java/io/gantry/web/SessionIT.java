package io.gantry.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.account.SignIn;
import io.gantry.api.container.TenantId;
import io.gantry.security.Role;
import io.gantry.security.account.Account;
import io.gantry.web.Client.Answer;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** How a person with a browser gets in, and what their session lets happen. */
@WebTest
class SessionIT {
  private static final String SESSION = "/api/v1/session";
  private static final String CONTAINERS = "/api/v1/containers";
  private static final String BETTER = "an even better password";

  @Autowired private Installation installation;
  private TenantId tenant = TenantId.DEFAULT;
  private Client nobody = new Client("", null);

  @BeforeEach
  void makeATenant() {
    tenant = installation.newTenant();
    nobody = installation.asNobody();
  }

  @Test
  void keepsTheSessionFromScriptsAndOtherSites() {
    Answer signedIn = signIn(user(), Installation.PASSWORD, null);

    assertThat(signedIn.status()).isEqualTo(201);
    assertThat(signedIn.header("Set-Cookie"))
        .matches("gantry_session=[\\w-]{43}; .*")
        .contains("; Path=/;", "; Max-Age=43200;", "; HttpOnly", "; SameSite=Strict");
  }

  @Test
  void sendsTheSessionOverTlsOnlyWhenItBeganThere() {
    Account user = user();
    Client behindProxy = nobody.with("X-Forwarded-Proto", "https");

    Answer plain = signIn(nobody, user, Installation.PASSWORD, null);
    Answer secure = signIn(behindProxy, user, Installation.PASSWORD, null);

    assertThat(plain.header("Set-Cookie")).doesNotContain("Secure");
    assertThat(secure.header("Set-Cookie")).contains("; Secure;");
  }

  @Test
  void wantsAnotherPasswordAtTheFirstSignIn() {
    Account fresh = installation.newcomer(Map.of(tenant, Role.VIEWER));

    Answer refused = signIn(fresh, Installation.PASSWORD, null);
    Answer changed = signIn(fresh, Installation.PASSWORD, BETTER);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().get("fields").has("newPassword")).isTrue();
    assertThat(refused.header("Set-Cookie")).isNull();
    assertThat(changed.status()).isEqualTo(201);
    assertThat(signIn(fresh, Installation.PASSWORD, null).code()).isEqualTo("UNAUTHENTICATED");
    assertThat(signIn(fresh, BETTER, null).status()).isEqualTo(201);
  }

  @Test
  void endsTheOtherSessionsWhenThePasswordChanges() {
    Account user = user();
    Client elsewhere = session(signIn(user, Installation.PASSWORD, null));

    signIn(user, Installation.PASSWORD, BETTER);

    assertThat(elsewhere.get(SESSION).code()).isEqualTo("UNAUTHENTICATED");
  }

  @Test
  void tellsWrongPasswordAndUnknownNameAlike() {
    Answer wrong = signIn(user(), "not the password", null);
    Answer unknown =
        nobody.post(SESSION, new SignIn("nobody-of-that-name", "not the password", null));

    assertThat(wrong.status()).isEqualTo(401);
    assertThat(unknown.status()).isEqualTo(401);
    assertThat(unknown.json().get("detail")).isEqualTo(wrong.json().get("detail"));
  }

  @Test
  void refusesAChangeInASessionWithoutItsToken() {
    Answer signedIn = signIn(user(), Installation.PASSWORD, null);
    Client browser = session(signedIn);
    String wish = "{\"name\":\"mine\"}";

    Answer without = browser.post("/api/v1/tokens", wish);
    Answer wrong = browser.with("X-CSRF-Token", "0".repeat(64)).post("/api/v1/tokens", wish);
    Answer right = browser.with("X-CSRF-Token", csrf(signedIn)).post("/api/v1/tokens", wish);

    assertThat(without.status()).isEqualTo(403);
    assertThat(without.header("Content-Type")).startsWith("application/problem+json");
    assertThat(without.text()).contains("X-CSRF-Token");
    assertThat(wrong.status()).isEqualTo(403);
    assertThat(right.status()).isEqualTo(201);
    assertThat(browser.get(SESSION).status()).isEqualTo(200);
  }

  @Test
  void forgetsASessionThatSignsOut() {
    Answer signedIn = signIn(user(), Installation.PASSWORD, null);
    Client browser = session(signedIn);

    Answer out = browser.with("X-CSRF-Token", csrf(signedIn)).delete(SESSION);

    assertThat(out.status()).isEqualTo(204);
    assertThat(out.header("Set-Cookie")).startsWith("gantry_session=;").contains("Max-Age=0");
    assertThat(browser.get(SESSION).code()).isEqualTo("UNAUTHENTICATED");
  }

  @Test
  void tellsUnknownCallerLackOfRightsAndMissingThingsApart() {
    Client viewer = installation.as(tenant, Role.VIEWER);

    assertThat(nobody.get(CONTAINERS + "/none").status()).isEqualTo(401);
    assertThat(nobody.get(CONTAINERS + "/none").header("WWW-Authenticate")).isEqualTo("Bearer");
    assertThat(viewer.post(CONTAINERS + "/none/start").status()).isEqualTo(403);
    assertThat(viewer.get(CONTAINERS + "/none").status()).isEqualTo(404);
  }

  private Account user() {
    return installation.user(false, Map.of(tenant, Role.OPERATOR));
  }

  private Answer signIn(Account user, String password, @Nullable String newPassword) {
    return signIn(nobody, user, password, newPassword);
  }

  private static Answer signIn(
      Client client, Account user, String password, @Nullable String newPassword) {
    return client.post(SESSION, new SignIn(user.name(), password, newPassword));
  }

  /** A browser that has the session's cookie. */
  private Client session(Answer signedIn) {
    String cookie = String.valueOf(signedIn.header("Set-Cookie"));
    return nobody.with("Cookie", cookie.substring(0, cookie.indexOf(';')));
  }

  private static String csrf(Answer signedIn) {
    return signedIn.json().get("csrfToken").stringValue();
  }
}
