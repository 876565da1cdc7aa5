package io.gantry.engine.image.registry;

import io.gantry.api.image.RegistryLogin;
import io.gantry.engine.image.document.Documents;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Shows one server who asks. It belongs to one request, so that nobody gets what another one's
 * login opened. Thread-safe.
 */
final class Access {
  /** The name Docker gives to a login whose password is an identity token. */
  private static final String BY_IDENTITY_TOKEN = "<token>";

  private static final int LONGEST_ANSWER = 1 << 20;

  private final Endpoint endpoint;
  private final @Nullable RegistryLogin login;
  private final RegistryHttp http;
  private volatile @Nullable String header;

  Access(Endpoint endpoint, @Nullable RegistryLogin login, RegistryHttp http) {
    this.endpoint = endpoint;
    this.login = login;
    this.http = http;
  }

  /** What is shown now; nothing before somebody asks for it. */
  @Nullable String header() {
    return header;
  }

  /**
   * Gets what the server wants to see.
   *
   * @param shown what it did not like
   * @throws RefusedException if there is nothing else to show
   */
  synchronized void answer(Answer refusal, @Nullable String shown) throws IOException {
    if (!Objects.equals(header, shown)) {
      return; // another thread was here already
    }
    Optional<Challenge> challenge = Challenge.of(refusal);
    if (challenge.isEmpty() || (challenge.get().isBasic() && (login == null || shown != null))) {
      throw new RefusedException(refusal);
    }
    header =
        challenge.get().isBasic()
            ? basic(Objects.requireNonNull(login))
            : "Bearer " + token(challenge.get());
  }

  private String token(Challenge challenge) throws IOException {
    URI realm = realm(challenge);
    String service = challenge.parameters().getOrDefault("service", "");
    String own = "repository:" + endpoint.repository() + ":pull";
    String scope = challenge.parameters().getOrDefault("scope", own);
    String query = "service=" + encoded(service) + "&scope=" + encoded(scope);
    try (Answer answer = http.send(request(realm, query), endpoint.insecure())) {
      if (!answer.isSuccess()) {
        throw new RefusedException(answer);
      }
      JsonNode document = Documents.parse("token", answer.bytes(LONGEST_ANSWER));
      String token = Documents.text(document.path("token"));
      String other = Documents.text(document.path("access_token"));
      if (token == null && other == null) {
        throw new IOException("the registry's token service gave no token");
      }
      return printable(token == null ? Objects.requireNonNull(other) : token);
    }
  }

  private URI realm(Challenge challenge) throws IOException {
    try {
      URI realm = new URI(challenge.parameters().getOrDefault("realm", ""));
      boolean plain = "http".equals(realm.getScheme()) && endpoint.insecure();
      if (realm.getHost() != null && (plain || "https".equals(realm.getScheme()))) {
        return realm;
      }
    } catch (java.net.URISyntaxException e) {
      throw new IOException("the registry names no place to get a token", e);
    }
    throw new IOException("the registry names no safe place to get a token");
  }

  private HttpRequest request(URI realm, String query) {
    if (login != null && login.username().equals(BY_IDENTITY_TOKEN)) {
      String form =
          "grant_type=refresh_token&client_id=gantry&refresh_token="
              + encoded(login.password())
              + "&"
              + query;
      return http.request(realm)
          .setHeader("Content-Type", "application/x-www-form-urlencoded")
          .POST(HttpRequest.BodyPublishers.ofString(form))
          .build();
    }
    String join = realm.getRawQuery() == null ? "?" : "&";
    HttpRequest.Builder request = http.request(URI.create(realm + join + query));
    return login == null
        ? request.build()
        : request.setHeader("Authorization", basic(login)).build();
  }

  private static String basic(RegistryLogin login) {
    byte[] both = (login.username() + ":" + login.password()).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(both);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String printable(String token) throws IOException {
    if (!token.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IOException("the registry's token service gave no token");
    }
    return token;
  }
}
