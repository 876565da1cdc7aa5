package io.gantry.web.rate;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.fleet.quota.RequestRates;
import io.gantry.security.credential.Secrets;
import io.gantry.security.http.SignedIn;
import io.gantry.web.problem.ProblemWriter;
import io.github.bucket4j.TimeMeter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses requests of a tenant or a credential that asks too fast, and tells all others how many
 * may follow. Nodes are not limited: what they have to tell is told once.
 */
@Component
@Order(RateLimitFilter.AFTER_SECURITY)
final class RateLimitFilter extends OncePerRequestFilter {
  /** Before a request is looked up by its idempotency key. */
  static final int AFTER_SECURITY = -10;

  static final String POLICY_HEADER = "RateLimit-Policy";
  static final String LIMIT_HEADER = "RateLimit";

  private final RateLimiter tenants = new RateLimiter("tenant", TimeMeter.SYSTEM_NANOTIME);
  private final RateLimiter credentials = new RateLimiter("credential", TimeMeter.SYSTEM_NANOTIME);
  private final RequestRates rates;
  private final RateSettings settings;
  private final ProblemWriter problems;

  RateLimitFilter(RequestRates rates, RateSettings settings, ProblemWriter problems) {
    this.rates = rates;
    this.settings = settings;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (SecurityContextHolder.getContext().getAuthentication() instanceof SignedIn signedIn) {
      List<Allowance> allowances = allowances(signedIn, request);
      tell(allowances, response);
      Allowance last = allowances.getLast();
      if (last.isRefused()) {
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(last.secondsToWait()));
        problems.refuse(request, response, refusal(last));
        return;
      }
    }
    chain.doFilter(request, response);
  }

  /** The credential's, and the tenant's if that is limited; a refusal is the last. */
  private List<Allowance> allowances(SignedIn signedIn, HttpServletRequest request) {
    List<Allowance> allowances = new ArrayList<>();
    String credential = credential(signedIn, request);
    allowances.add(credentials.take(credential, settings.perCredential()));
    TenantId tenant = signedIn.caller().selectedTenant();
    if (tenant != null && !allowances.getFirst().isRefused()) {
      OptionalLong limit = rates.perSecond(tenant);
      if (limit.isPresent()) {
        allowances.add(tenants.take(tenant.value(), limit.getAsLong()));
      }
      if (allowances.getLast().isRefused()) {
        credentials.giveBack(credential);
      }
    }
    return allowances;
  }

  private static String credential(SignedIn signedIn, HttpServletRequest request) {
    String token = request.getHeader(HttpHeaders.AUTHORIZATION);
    return token == null ? "session of " + signedIn.caller().account() : Secrets.sha256(token);
  }

  private static void tell(List<Allowance> allowances, HttpServletResponse response) {
    response.setHeader(
        POLICY_HEADER,
        allowances.stream().map(Allowance::policyItem).collect(Collectors.joining(", ")));
    response.setHeader(
        LIMIT_HEADER,
        allowances.stream().map(Allowance::limitItem).collect(Collectors.joining(", ")));
  }

  private static GantryException refusal(Allowance allowance) {
    return GantryException.of(
        ErrorCode.RATE_LIMITED,
        "the %s may ask %d times a second: ask again in %d s"
            .formatted(allowance.policy(), allowance.perSecond(), allowance.secondsToWait()));
  }

  @Scheduled(fixedDelayString = "PT1M")
  void forgetIdle() {
    tenants.forgetIdle();
    credentials.forgetIdle();
  }
}
