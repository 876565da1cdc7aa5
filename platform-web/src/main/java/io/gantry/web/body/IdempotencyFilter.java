package io.gantry.web.body;

import io.gantry.api.error.GantryException;
import io.gantry.fleet.idempotency.Answer;
import io.gantry.fleet.idempotency.IdempotencyService;
import io.gantry.fleet.idempotency.IdempotentRequest;
import io.gantry.security.Caller;
import io.gantry.security.credential.Secrets;
import io.gantry.security.http.SignedIn;
import io.gantry.web.audit.RefusedRequests;
import io.gantry.web.problem.BodyTooLarge;
import io.gantry.web.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Does a POST with an Idempotency-Key once: its repetition gets the first answer. A request that
 * failed is not kept, so it may be tried again. Transfers and sign-ins are not repeated this way.
 */
@Component
@Order(IdempotencyFilter.AFTER_SECURITY)
final class IdempotencyFilter extends OncePerRequestFilter {
  static final String HEADER = "Idempotency-Key";
  static final int AFTER_SECURITY = 0;

  private static final Set<String> KEPT_HEADERS = Set.of("ETag", "Location", "Content-Type");
  private static final Set<String> NOT_REPEATED =
      Set.of(
          "/api/v1/images/import",
          "/api/v1/images/load",
          "/api/v1/images/pull",
          "/api/v1/images/push",
          "/api/v1/images/prune",
          "/api/v1/session",
          "/api/v1/secrets",
          "/api/v1/tokens",
          "/api/v1/node-tokens",
          "/api/v1/alerts");

  /** Its answer is a secret, which is not kept either. */
  private static final Pattern NEW_SECRET = Pattern.compile("/api/v1/alerts/[^/]+/secret");

  private final IdempotencyService idempotency;
  private final ProblemWriter problems;

  IdempotencyFilter(IdempotencyService idempotency, ProblemWriter problems) {
    this.idempotency = idempotency;
    this.problems = problems;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return request.getHeader(HEADER) == null
        || !request.getMethod().equals("POST")
        || !request.getRequestURI().startsWith("/api/")
        || NOT_REPEATED.contains(request.getRequestURI())
        || NEW_SECRET.matcher(request.getRequestURI()).matches();
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (SecurityContextHolder.getContext().getAuthentication() instanceof SignedIn signedIn) {
      try {
        answer(signedIn.caller(), new RereadBody(request), response, chain);
      } catch (GantryException e) {
        problems.refuse(request, response, e);
      } catch (BodyTooLarge e) {
        problems.refuse(request, response, e.failure());
      }
    } else {
      chain.doFilter(request, response);
    }
  }

  private void answer(
      Caller caller, RereadBody request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    ContentCachingResponseWrapper cached = new ContentCachingResponseWrapper(response);
    IdempotentRequest asked =
        new IdempotentRequest(String.valueOf(request.getHeader(HEADER)), fingerprint(request));
    Answer answer;
    try {
      answer = idempotency.once(caller, asked, () -> first(request, cached, chain));
    } catch (NotKept e) {
      RefusedRequests.release(request);
      e.rethrow();
      cached.copyBodyToResponse();
      return;
    } finally {
      RefusedRequests.release(request);
    }
    if (cached.getContentSize() > 0 || cached.isCommitted()) {
      cached.copyBodyToResponse();
    } else {
      repeat(answer, response);
    }
  }

  private static Answer first(
      RereadBody request, ContentCachingResponseWrapper response, FilterChain chain) {
    RefusedRequests.hold(request);
    try {
      chain.doFilter(request, response);
    } catch (IOException | ServletException e) {
      throw new NotKept(e);
    }
    if (response.getStatus() >= HttpServletResponse.SC_BAD_REQUEST) {
      throw new NotKept(null);
    }
    Map<String, String> headers = new TreeMap<>();
    for (String name : KEPT_HEADERS) {
      String value =
          name.equals("Content-Type") ? response.getContentType() : response.getHeader(name);
      if (value != null) {
        headers.put(name, value);
      }
    }
    return new Answer(
        response.getStatus(),
        headers,
        new String(response.getContentAsByteArray(), StandardCharsets.UTF_8));
  }

  private static void repeat(Answer answer, HttpServletResponse response) throws IOException {
    response.setStatus(answer.status());
    answer.headers().forEach(response::setHeader);
    String body = answer.body();
    if (body != null) {
      response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String fingerprint(RereadBody request) {
    String query = request.getQueryString() == null ? "" : request.getQueryString();
    return Secrets.sha256(
        request.getMethod()
            + ' '
            + request.getRequestURI()
            + '?'
            + query
            + '\n'
            + new String(request.body(), StandardCharsets.UTF_8));
  }

  /** Takes the key back with the transaction; the answer goes to the client all the same. */
  private static final class NotKept extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotKept(@Nullable Exception cause) {
      super("the request failed", cause, false, false);
    }

    void rethrow() throws IOException, ServletException {
      switch (getCause()) {
        case IOException e -> throw e;
        case ServletException e -> throw e;
        case null -> {
          // The answer says what went wrong.
        }
        default -> throw new UncheckedIOException(new IOException(getCause()));
      }
    }
  }
}
