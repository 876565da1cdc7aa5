package io.gantry.security.http;

import io.gantry.api.error.GantryException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Puts who asks into the security context. A request without a credential goes on as nobody's; one
 * with a wrong credential ends here.
 */
final class CredentialFilter extends OncePerRequestFilter {
  private final RequestAuthentication authentication;
  private final RefusalWriter refusals;

  CredentialFilter(RequestAuthentication authentication, RefusalWriter refusals) {
    this.authentication = authentication;
    this.refusals = refusals;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<Authentication> known;
    try {
      known = authentication.of(request);
    } catch (GantryException e) {
      refusals.refuse(request, response, e);
      return;
    }
    known.ifPresent(CredentialFilter::remember);
    chain.doFilter(request, response);
  }

  private static void remember(Authentication authentication) {
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(authentication);
    SecurityContextHolder.setContext(context);
  }
}
