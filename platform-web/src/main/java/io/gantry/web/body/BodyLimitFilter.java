package io.gantry.web.body;

import io.gantry.web.problem.BodyTooLarge;
import io.gantry.web.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses bodies that are too long, before they are read where their length is told. Image archives
 * are passed on to the node as they come and have no limit here.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
final class BodyLimitFilter extends OncePerRequestFilter {
  private static final long CLIENT_BYTES = 1 << 20;
  private static final long NODE_BYTES = 16 << 20;
  private static final Set<String> ARCHIVES =
      Set.of("/api/v1/images/import", "/api/v1/images/load");

  private final ProblemWriter problems;

  BodyLimitFilter(ProblemWriter problems) {
    this.problems = problems;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return ARCHIVES.contains(request.getRequestURI());
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    long limit = request.getRequestURI().startsWith("/agent/") ? NODE_BYTES : CLIENT_BYTES;
    if (request.getContentLengthLong() > limit) {
      problems.refuse(request, response, new BodyTooLarge(limit).failure());
      return;
    }
    chain.doFilter(new LimitedBody(request, limit), response);
  }
}
