package io.gantry.web.request;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Whether a client still waits for its answer. Writing tells it, too, but a silent answer has
 * nothing to write.
 */
@FunctionalInterface
public interface ClientPresence {
  /** Whether the client has closed its side of the connection; asked by the request's thread. */
  boolean isGone();

  /** The presence of the client that sent the request. */
  static ClientPresence of(HttpServletRequest request) {
    @Nullable Object presence = request.getAttribute(ClientPresence.class.getName());
    return presence instanceof ClientPresence known ? known : () -> false;
  }
}
