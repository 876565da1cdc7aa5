package io.gantry.security.http;

import io.gantry.security.credential.Sessions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.DefaultCsrfToken;

/**
 * The CSRF token follows from the session's secret, so nothing has to be stored. Only requests that
 * are known by their cookie need it: no other site can make a browser send an API token.
 */
final class SessionCsrf implements CsrfTokenRepository {
  static final String HEADER = "X-CSRF-Token";

  private static final String PARAMETER = "_csrf";
  private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  /** Whether the request must carry the token. */
  static boolean isNeeded(HttpServletRequest request) {
    return !SAFE_METHODS.contains(request.getMethod())
        && request.getHeader(HttpHeaders.AUTHORIZATION) == null
        && SessionCookie.read(request).isPresent()
        && !Routes.isLogin(request);
  }

  @Override
  public CsrfToken generateToken(HttpServletRequest request) {
    String session = SessionCookie.read(request).orElse("");
    return new DefaultCsrfToken(HEADER, PARAMETER, Sessions.csrfToken(session));
  }

  @Override
  public void saveToken(
      @Nullable CsrfToken token, HttpServletRequest request, HttpServletResponse response) {
    // Nothing to save: the token can be computed again from the session.
  }

  @Override
  public CsrfToken loadToken(HttpServletRequest request) {
    return generateToken(request);
  }
}
