package io.gantry.security.http;

import io.gantry.security.credential.Sessions;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.ResponseCookie;

/** The cookie a session is carried in: out of reach of scripts and of other sites. */
public final class SessionCookie {
  private static final String NAME = "gantry_session";

  private SessionCookie() {}

  /** The session's secret that came with the request. */
  public static Optional<String> read(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    return cookies == null
        ? Optional.empty()
        : Stream.of(cookies)
            .filter(cookie -> cookie.getName().equals(NAME))
            .map(Cookie::getValue)
            .findFirst();
  }

  /** The header value that begins a session. */
  public static ResponseCookie begin(String session, HttpServletRequest request) {
    return cookie(session, Sessions.LIFETIME, request);
  }

  /** The header value that makes the browser forget the session. */
  public static ResponseCookie end(HttpServletRequest request) {
    return cookie("", Duration.ZERO, request);
  }

  private static ResponseCookie cookie(
      String value, Duration lifetime, HttpServletRequest request) {
    return ResponseCookie.from(NAME, value)
        .httpOnly(true)
        .secure(request.isSecure())
        .sameSite("Strict")
        .path("/")
        .maxAge(lifetime)
        .build();
  }
}
