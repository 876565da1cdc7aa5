package io.gantry.ctl.client;

import java.net.CookieManager;
import java.net.http.HttpClient;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** A session by name and password: a cookie, and a token against forged requests. */
public final class SignIn {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

  private SignIn() {}

  /** Signs in; the control plane returned acts in that session. */
  public static ControlPlane to(Target target, Object credentials) {
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_LIMIT)
            .cookieHandler(new CookieManager())
            .build();
    Target nobody = new Target(target.server(), null, target.tenant());
    JsonNode session =
        new ControlPlane(nobody, http, null).post(ApiPath.of("session"), credentials);
    return new ControlPlane(nobody, http, session.path("csrfToken").asString(""));
  }
}
