package io.gantry.security.http;

import jakarta.servlet.http.HttpServletRequest;

/** Which part of the application a request is for. */
final class Routes {
  private static final String NODES = "/agent/";

  /** Where sessions begin and end. */
  static final String SESSION = "/api/v1/session";

  private Routes() {}

  /** Whether nodes ask here, and nobody else. */
  static boolean isNodeRoute(HttpServletRequest request) {
    return request.getRequestURI().startsWith(NODES);
  }

  /** Whether the request signs in; a session that is over must not stand in its way. */
  static boolean isLogin(HttpServletRequest request) {
    return request.getMethod().equals("POST") && request.getRequestURI().equals(SESSION);
  }
}
