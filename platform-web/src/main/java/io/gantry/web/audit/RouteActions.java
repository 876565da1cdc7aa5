package io.gantry.web.audit;

import io.gantry.fleet.audit.AuditAction;
import io.gantry.security.Requires;
import io.gantry.web.route.Audited;
import io.gantry.web.route.ChangesNothing;
import java.util.Optional;
import org.springframework.web.method.HandlerMethod;

/** What is done by a route, if anything is. */
public final class RouteActions {
  private RouteActions() {}

  /** Empty for a route that only shows something. */
  public static Optional<AuditAction> of(HandlerMethod route) {
    Audited audited = route.getMethodAnnotation(Audited.class);
    if (audited != null) {
      return Optional.of(AuditAction.named(audited.value()));
    }
    if (route.hasMethodAnnotation(ChangesNothing.class)) {
      return Optional.empty();
    }
    return Optional.ofNullable(route.getMethodAnnotation(Requires.class))
        .map(Requires::value)
        .filter(permission -> !permission.isReading())
        .map(AuditAction::of);
  }

  static boolean notesRefusals(HandlerMethod route) {
    Audited audited = route.getMethodAnnotation(Audited.class);
    return audited != null && audited.notesRefusals();
  }
}
