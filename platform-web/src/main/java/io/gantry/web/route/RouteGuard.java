package io.gantry.web.route;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.security.Authorizer;
import io.gantry.security.Requires;
import io.gantry.security.http.SignedIn;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Asks for what a route declares before its body is read; a route that declares nothing is shut.
 */
final class RouteGuard implements HandlerInterceptor {
  private final Authorizer authorizer;

  RouteGuard(Authorizer authorizer) {
    this.authorizer = authorizer;
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (handler instanceof HandlerMethod route
        && request.getDispatcherType() == DispatcherType.REQUEST) {
      admit(route);
    }
    return true;
  }

  private void admit(HandlerMethod route) {
    Requires requires = route.getMethodAnnotation(Requires.class);
    AnyCaller anyCaller = route.getMethodAnnotation(AnyCaller.class);
    if (requires != null) {
      authorizer.require(Credentials.caller(), requires.value());
    } else if (route.hasMethodAnnotation(NodesOnly.class)) {
      Credentials.node();
    } else if (anyCaller != null) {
      admit(Credentials.signedIn(), anyCaller);
    } else if (!route.hasMethodAnnotation(OpenToAll.class)) {
      throw GantryException.of(ErrorCode.FORBIDDEN, "this route is open to nobody");
    }
  }

  private static void admit(SignedIn signedIn, AnyCaller route) {
    if (signedIn.restricted() && !route.restrictedToo()) {
      throw GantryException.of(
          ErrorCode.FORBIDDEN,
          "a token with a tenant or role of its own, or of a service account, may not do this: use"
              + " one without, or a session");
    }
  }
}
