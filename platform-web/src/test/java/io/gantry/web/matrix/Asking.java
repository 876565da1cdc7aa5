package io.gantry.web.matrix;

import io.gantry.security.Role;
import io.gantry.security.account.Account;
import io.gantry.security.credential.ApiToken;
import io.gantry.security.credential.ApiTokenStore;
import io.gantry.security.credential.ApiTokens;
import io.gantry.security.credential.ApiTokens.Wish;
import io.gantry.security.credential.Secrets;
import io.gantry.security.credential.Sessions;
import io.gantry.security.credential.Sessions.Source;
import io.gantry.web.Client;
import io.gantry.web.FakeAgent;
import io.gantry.web.Installation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Sends what a cell says, through all that a request passes in the real application. */
final class Asking {
  private static final Source HERE = new Source("-", "matrix");

  /** Bodies that get past the first look; all others are an empty object. */
  private static final Map<String, String> BODIES =
      Map.of(
          "/api/v1/roles/{role} PUT", "{\"permissions\":[]}",
          "/api/v1/groups/{group} PUT", "{\"roles\":[],\"members\":[]}",
          "/api/v1/service-accounts/{account} PUT", "{\"roles\":[]}",
          "/api/v1/service-accounts/{account}/tokens POST", "{\"name\":\"t\"}",
          "/api/v1/users/{user} PUT", "{\"disabled\":false}",
          "/api/v1/tenants/{tenant}/members/{user} PUT", "{\"role\":\"nothing\"}");

  private final Installation installation;
  private final ApiTokens tokens;
  private final ApiTokenStore store;
  private final Sessions sessions;
  private final FakeAgent agent;
  private final Map<String, String> texts = new ConcurrentHashMap<>();

  Asking(
      Installation installation,
      ApiTokens tokens,
      ApiTokenStore store,
      Sessions sessions,
      FakeAgent agent) {
    this.installation = installation;
    this.tokens = tokens;
    this.store = store;
    this.sessions = sessions;
    this.agent = agent;
  }

  Reply ask(Cell cell, String path) {
    Operation operation = cell.operation();
    String query = operation.path().endsWith("/wait") ? "?timeout=PT0S" : "";
    String body = BODIES.getOrDefault(operation.toString(), "{}");
    HttpResponse<InputStream> response =
        client(cell).open(operation.method(), path + query, BodyPublishers.ofString(body));
    try (InputStream answer = response.body()) {
      return new Reply(
          response.statusCode(),
          response.statusCode() < 400
              ? ""
              : new String(answer.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Client client(Cell cell) {
    Account account = cell.subject().account();
    return switch (cell.credential()) {
      case SESSION -> browser(sessions.begin(account.id(), HERE), true);
      case SESSION_WITHOUT_CSRF -> browser(sessions.begin(account.id(), HERE), false);
      case TOKEN -> token(account, "whole", null);
      case NARROWED_TOKEN -> token(account, "narrowed", Role.VIEWER);
      case EXPIRED_TOKEN -> installation.client(expired(account));
      case SERVICE_TOKEN -> installation.client(cell.subject().serviceToken());
      case NODE -> agent.signed();
      case NONE -> installation.asNobody();
    };
  }

  private Client browser(String session, boolean csrf) {
    Client browser = installation.asNobody().with("Cookie", "gantry_session=" + session);
    return csrf ? browser.with("X-CSRF-Token", Sessions.csrfToken(session)) : browser;
  }

  private Client token(Account account, String name, @Nullable Role role) {
    return installation.client(
        texts.computeIfAbsent(
            account.name() + " " + name,
            key -> tokens.make(account.id(), new Wish(name, null, role, null)).text()));
  }

  private String expired(Account account) {
    return texts.computeIfAbsent(
        account.name() + " expired",
        key -> {
          String text = ApiTokens.PREFIX + UUID.randomUUID();
          store.create(
              new ApiToken(
                  UUID.randomUUID(),
                  account.id(),
                  "expired",
                  null,
                  null,
                  Instant.EPOCH,
                  Instant.EPOCH.plusSeconds(1),
                  null),
              Secrets.sha256(text));
          return text;
        });
  }
}
