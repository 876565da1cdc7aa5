package io.gantry.web.account;

import io.gantry.api.account.SessionResource;
import io.gantry.api.account.SignIn;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.fleet.account.SessionService;
import io.gantry.security.Caller;
import io.gantry.security.Role;
import io.gantry.security.account.Account;
import io.gantry.security.account.AccountStore;
import io.gantry.security.credential.Sessions;
import io.gantry.security.http.Origins;
import io.gantry.security.http.SessionCookie;
import io.gantry.web.api.Fails;
import io.gantry.web.route.AnyCaller;
import io.gantry.web.route.Audited;
import io.gantry.web.route.OpenToAll;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Begins, shows and ends sessions. */
@RestController
@RequestMapping("/api/v1/session")
@Tag(name = "session", description = "Signing in with a password")
class SessionController {
  private final SessionService sessions;
  private final AccountStore accounts;
  private final Origins origins;

  SessionController(SessionService sessions, AccountStore accounts, Origins origins) {
    this.sessions = sessions;
    this.accounts = accounts;
    this.origins = origins;
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @OpenToAll
  @Audited(value = "session:begin", notesRefusals = true)
  @Fails({ErrorCode.INVALID_ARGUMENT, ErrorCode.UNAUTHENTICATED, ErrorCode.RATE_LIMITED})
  @Operation(
      summary = "Sign in",
      description =
          "Begins a session in a cookie. Send the answer's csrfToken as X-CSRF-Token with each"
              + " change. A one-time password is refused, naming the field newPassword, until one"
              + " is sent. Ten failures within five minutes from one address are enough.")
  ResponseEntity<SessionResource> signIn(@RequestBody SignIn signIn, HttpServletRequest request) {
    SessionService.Begun begun =
        sessions.signIn(
            signIn,
            origins.of(request),
            Objects.requireNonNullElse(request.getHeader(HttpHeaders.USER_AGENT), ""));
    return ResponseEntity.status(HttpStatus.CREATED)
        .header(HttpHeaders.SET_COOKIE, SessionCookie.begin(begun.secret(), request).toString())
        .body(resource(begun.account(), begun.secret()));
  }

  @GetMapping
  @AnyCaller
  @Fails({})
  @Operation(
      summary = "Show who is signed in",
      description = "The account of the session or API token, and its roles.")
  SessionResource show(Caller caller, HttpServletRequest request) {
    return resource(account(caller), session(request).orElse(null));
  }

  @DeleteMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @AnyCaller
  @Audited("session:end")
  @Fails({})
  @Operation(summary = "Sign out", description = "Ends the session at once, on every replica.")
  ResponseEntity<Void> signOut(Caller caller, HttpServletRequest request) {
    sessions.signOut(caller, session(request).orElse(null));
    return ResponseEntity.noContent()
        .header(HttpHeaders.SET_COOKIE, SessionCookie.end(request).toString())
        .build();
  }

  /** The session's secret, unless the request is known by an API token. */
  private static Optional<String> session(HttpServletRequest request) {
    return request.getHeader(HttpHeaders.AUTHORIZATION) == null
        ? SessionCookie.read(request)
        : Optional.empty();
  }

  private Account account(Caller caller) {
    return Optional.ofNullable(caller.account())
        .flatMap(accounts::find)
        .orElseThrow(() -> GantryException.of(ErrorCode.UNAUTHENTICATED, "the account is gone"));
  }

  private static SessionResource resource(Account account, @Nullable String session) {
    Map<String, List<String>> roles =
        account.roles().entrySet().stream()
            .collect(
                Collectors.toMap(
                    held -> held.getKey().value(),
                    held -> held.getValue().stream().map(Role::name).distinct().toList()));
    return new SessionResource(
        account.name(),
        account.platformAdmin(),
        roles,
        session == null ? null : Sessions.csrfToken(session));
  }
}
