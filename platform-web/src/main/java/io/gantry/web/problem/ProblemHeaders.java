package io.gantry.web.problem;

import io.gantry.api.error.ErrorCode;
import org.springframework.http.HttpHeaders;

/** What a client is told besides the problem: how to prove who it is, when to try again. */
final class ProblemHeaders {
  private static final String SECONDS_TO_WAIT = "5";

  private ProblemHeaders() {}

  static HttpHeaders of(ErrorCode code) {
    HttpHeaders headers = new HttpHeaders();
    if (code == ErrorCode.UNAUTHENTICATED) {
      headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    if (code == ErrorCode.RATE_LIMITED
        || code == ErrorCode.NODE_UNAVAILABLE
        || code == ErrorCode.NO_PLACEMENT) {
      headers.set(HttpHeaders.RETRY_AFTER, SECONDS_TO_WAIT);
    }
    return headers;
  }
}
