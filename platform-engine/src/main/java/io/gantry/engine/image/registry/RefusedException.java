package io.gantry.engine.image.registry;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A server's answer that is not what was asked for. */
final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final @Nullable Duration retryAfter;

  RefusedException(Answer answer) {
    super("status " + answer.status());
    this.status = answer.status();
    this.retryAfter = answer.retryAfter().orElse(null);
  }

  boolean isMissing() {
    return status == 404;
  }

  boolean isForbidden() {
    return status == 401 || status == 403;
  }

  /** Whether the same request can succeed later: the server is busy or out of order. */
  boolean mayPass() {
    return status == 429 || status >= 500;
  }

  @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
