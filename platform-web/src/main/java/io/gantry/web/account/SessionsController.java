package io.gantry.web.account;

import io.gantry.api.account.SessionEntry;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.resource.Page;
import io.gantry.fleet.account.SessionService;
import io.gantry.security.Caller;
import io.gantry.security.credential.Session;
import io.gantry.security.http.SessionCookie;
import io.gantry.web.api.Fails;
import io.gantry.web.route.AnyCaller;
import io.gantry.web.route.Audited;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Shows and ends the caller's sessions. */
@RestController
@RequestMapping("/api/v1/sessions")
@Tag(name = "session", description = "Signing in with a password")
class SessionsController {
  private final SessionService sessions;

  SessionsController(SessionService sessions) {
    this.sessions = sessions;
  }

  @GetMapping
  @AnyCaller(restrictedToo = false)
  @Fails(ErrorCode.FORBIDDEN)
  @Operation(
      summary = "List your sessions",
      description = "Those that go on, the newest first: since when, from where, by which browser.")
  Page<SessionEntry> list(Caller caller, HttpServletRequest request) {
    UUID current = SessionCookie.read(request).flatMap(sessions::id).orElse(null);
    return page(sessions.list(caller), current);
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @AnyCaller(restrictedToo = false)
  @Audited("session:end")
  @Fails({ErrorCode.INVALID_ARGUMENT, ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND})
  @Operation(
      summary = "End one of your sessions",
      description = "At once, on every replica. Another one's is as one that does not exist.")
  void revoke(Caller caller, @PathVariable UUID id) {
    sessions.revoke(caller, id);
  }

  static Page<SessionEntry> page(List<Session> sessions, @Nullable UUID current) {
    return new Page<>(
        sessions.stream()
            .map(
                session ->
                    new SessionEntry(
                        session.id(),
                        session.createdAt(),
                        session.lastUsedAt(),
                        session.expiresAt(),
                        session.address(),
                        session.agent(),
                        session.id().equals(current)))
            .toList(),
        null);
  }
}
