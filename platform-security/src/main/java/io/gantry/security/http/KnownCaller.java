package io.gantry.security.http;

import io.gantry.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * Who showed a good credential with a request, also if the request is refused before its tenant is
 * found; it then acts in none.
 */
public final class KnownCaller {
  private static final String ATTRIBUTE = KnownCaller.class.getName();

  private KnownCaller() {}

  static void remember(HttpServletRequest request, Caller caller) {
    request.setAttribute(ATTRIBUTE, caller);
  }

  /** Empty if the credential was none or wrong, or a node's. */
  public static Optional<Caller> of(HttpServletRequest request) {
    return Optional.ofNullable(request.getAttribute(ATTRIBUTE)).map(Caller.class::cast);
  }
}
