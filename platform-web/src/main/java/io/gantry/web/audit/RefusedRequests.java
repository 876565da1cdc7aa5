package io.gantry.web.audit;

import io.gantry.api.error.GantryException;
import io.gantry.fleet.audit.AuditAction;
import io.gantry.fleet.audit.AuditNote;
import io.gantry.fleet.audit.Refusals;
import io.gantry.security.Caller;
import io.gantry.security.http.KnownCaller;
import io.gantry.security.http.Origins;
import io.gantry.web.problem.FailureListener;
import io.gantry.web.route.OpenToAll;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Notes in the audit log each action that is refused or fails, before the answer is written. A
 * request without a good credential is nobody's action and is not noted, unless its route takes
 * others.
 */
@Component
public final class RefusedRequests implements FailureListener {
  private static final String HELD = RefusedRequests.class.getName() + ".held";
  private static final String NOTED = RefusedRequests.class.getName() + ".noted";

  private final Refusals refusals;
  private final Origins origins;
  private final ObjectProvider<RequestMappingHandlerMapping> routes;

  RefusedRequests(
      Refusals refusals,
      Origins origins,
      @Qualifier("requestMappingHandlerMapping")
          ObjectProvider<RequestMappingHandlerMapping> routes) {
    this.refusals = refusals;
    this.origins = origins;
    this.routes = routes;
  }

  /** Notes why the request is refused; its first failure counts. */
  @Override
  public void failed(HttpServletRequest request, GantryException failure) {
    Optional<HandlerMethod> route = route(request);
    Optional<AuditAction> action = route.flatMap(RouteActions::of);
    if (action.isEmpty()
        || route.filter(RouteActions::notesRefusals).isPresent()
        || request.getAttribute(NOTED) != null) {
      return;
    }
    caller(request, route.get())
        .ifPresent(
            caller -> {
              request.setAttribute(NOTED, true);
              AuditNote note = AuditNote.of(action.get(), object(request, action.get(), failure));
              run(request, () -> refusals.note(caller, note, failure.code()));
            });
  }

  /**
   * What the request of this thread is refused from now on is not noted: it was noted as asked, and
   * the node's answer will be.
   */
  public static void settled() {
    RequestAttributes request = RequestContextHolder.getRequestAttributes();
    if (request != null) {
      request.setAttribute(NOTED, true, RequestAttributes.SCOPE_REQUEST);
    }
  }

  /**
   * Has what is noted of the request wait for {@link #release}: a transaction is open around it.
   */
  public static void hold(HttpServletRequest request) {
    request.setAttribute(HELD, true);
  }

  /** Notes what had to wait. */
  public static void release(HttpServletRequest request) {
    Object held = request.getAttribute(HELD);
    request.removeAttribute(HELD);
    if (held instanceof Runnable note) {
      note.run();
    }
  }

  private static void run(HttpServletRequest request, Runnable note) {
    if (request.getAttribute(HELD) == null) {
      note.run();
    } else {
      request.setAttribute(HELD, note);
    }
  }

  private Optional<Caller> caller(HttpServletRequest request, HandlerMethod route) {
    Optional<Caller> known = KnownCaller.of(request);
    return known.isPresent() || !route.hasMethodAnnotation(OpenToAll.class)
        ? known
        : Optional.of(Caller.unknown(origins.of(request)));
  }

  private static String object(
      HttpServletRequest request, AuditAction action, GantryException failure) {
    if (failure.object() != null) {
      return failure.object();
    }
    String named = lastVariable(request);
    return named == null ? action.resource() : action.resource() + " " + named;
  }

  private static @Nullable String lastVariable(HttpServletRequest request) {
    String last = null;
    if (request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
        instanceof Map<?, ?> variables) {
      for (Object value : variables.values()) {
        last = String.valueOf(value);
      }
    }
    return last;
  }

  /** The route that is asked; looked for if a filter refuses before the request is led there. */
  private Optional<HandlerMethod> route(HttpServletRequest request) {
    Object best = request.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE);
    if (best == null) {
      best = lookUp(request);
    }
    return best instanceof HandlerMethod route ? Optional.of(route) : Optional.empty();
  }

  private @Nullable Object lookUp(HttpServletRequest request) {
    if (!ServletRequestPathUtils.hasParsedRequestPath(request)) {
      ServletRequestPathUtils.parseAndCache(request);
    }
    try {
      var found = routes.getObject().getHandler(request);
      return found == null ? null : found.getHandler();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      // No route takes this method or content type: the request is no action.
      return null;
    }
  }
}
