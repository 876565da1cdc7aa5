package io.gantry.web.request;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** The id a request is known by in answers, logs and the audit log. */
public final class RequestId {
  /** The header it comes and goes in. */
  public static final String HEADER = "X-Request-Id";

  static final String ATTRIBUTE = RequestId.class.getName();

  private RequestId() {}

  /** The request's id. */
  public static String of(HttpServletRequest request) {
    @Nullable Object id = request.getAttribute(ATTRIBUTE);
    return id == null ? "-" : id.toString();
  }
}
