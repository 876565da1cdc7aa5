package io.gantry.web.route;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.security.Caller;
import io.gantry.security.http.SignedIn;
import io.gantry.security.http.SignedNode;
import org.springframework.security.core.context.SecurityContextHolder;

/** What the security filters found out about the request of this thread. */
final class Credentials {
  private Credentials() {}

  static Caller caller() {
    return signedIn().caller();
  }

  static SignedIn signedIn() {
    if (SecurityContextHolder.getContext().getAuthentication() instanceof SignedIn signedIn) {
      return signedIn;
    }
    throw GantryException.of(ErrorCode.UNAUTHENTICATED, "sign in, or send an API token");
  }

  static SignedNode node() {
    if (SecurityContextHolder.getContext().getAuthentication() instanceof SignedNode node) {
      return node;
    }
    throw GantryException.of(ErrorCode.UNAUTHENTICATED, "only a node may ask here");
  }
}
