package io.gantry.security.http;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.security.Caller;
import io.gantry.security.account.Account;
import io.gantry.security.account.AccountStore;
import io.gantry.security.credential.ApiToken;
import io.gantry.security.credential.ApiTokens;
import io.gantry.security.credential.Sessions;
import io.gantry.security.node.NodeTokenVerifier;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;

/**
 * Finds out who asks: a node by the token it signed, everybody else by an API token or a session.
 */
final class RequestAuthentication {
  private static final String TENANT_HEADER = "Gantry-Tenant";
  private static final String BEARER = "Bearer ";

  private final AccountStore accounts;
  private final ApiTokens apiTokens;
  private final Sessions sessions;
  private final NodeTokenVerifier nodeTokens;
  private final Origins origins;

  RequestAuthentication(
      AccountStore accounts,
      ApiTokens apiTokens,
      Sessions sessions,
      NodeTokenVerifier nodeTokens,
      Origins origins) {
    this.accounts = accounts;
    this.apiTokens = apiTokens;
    this.sessions = sessions;
    this.nodeTokens = nodeTokens;
    this.origins = origins;
  }

  /**
   * Who asks; empty if no credential came along.
   *
   * @throws GantryException UNAUTHENTICATED if the credential is wrong
   */
  Optional<Authentication> of(HttpServletRequest request) {
    Optional<String> bearer = bearer(request);
    if (Routes.isNodeRoute(request)) {
      return bearer.map(token -> new SignedNode(nodeTokens.verify(token)));
    }
    if (bearer.isPresent()) {
      return Optional.of(withToken(bearer.get(), request));
    }
    return SessionCookie.read(request)
        .flatMap(session -> withSession(session, request))
        .map(caller -> new SignedIn(caller, false));
  }

  private static Optional<String> bearer(HttpServletRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null) {
      return Optional.empty();
    }
    if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      throw refusal("the Authorization header is to be 'Bearer' and a token");
    }
    return Optional.of(header.substring(BEARER.length()).strip());
  }

  private SignedIn withToken(String text, HttpServletRequest request) {
    ApiToken token =
        apiTokens
            .find(text)
            .orElseThrow(() -> refusal("the API token is unknown, withdrawn or expired"));
    Account account = known(token.account(), request);
    Caller caller = callers().of(account, token, tenant(request), origins.of(request));
    KnownCaller.remember(request, caller);
    return new SignedIn(caller, account.isService() || !token.unrestricted());
  }

  /** A session that is over is as none, so that the browser can sign in anew. */
  private Optional<Caller> withSession(String session, HttpServletRequest request) {
    return sessions
        .find(session)
        .map(found -> known(found.account(), request))
        .map(account -> callers().of(account, tenant(request), origins.of(request)))
        .map(
            caller -> {
              KnownCaller.remember(request, caller);
              return caller;
            });
  }

  /** The account, remembered in no tenant for the case that the wished one is refused. */
  private Account known(UUID id, HttpServletRequest request) {
    Account account = account(id);
    KnownCaller.remember(request, account.caller(origins.of(request)));
    return account;
  }

  private CallerResolver callers() {
    return new CallerResolver(accounts);
  }

  private Account account(UUID id) {
    return accounts
        .find(id)
        .filter(account -> !account.disabled())
        .orElseThrow(() -> refusal("the account is disabled or gone"));
  }

  private static @Nullable String tenant(HttpServletRequest request) {
    return request.getHeader(TENANT_HEADER);
  }

  private static GantryException refusal(String message) {
    return GantryException.of(ErrorCode.UNAUTHENTICATED, message);
  }
}
