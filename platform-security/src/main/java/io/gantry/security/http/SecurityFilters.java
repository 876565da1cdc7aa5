package io.gantry.security.http;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.security.Permission;
import io.gantry.security.account.AccountStore;
import io.gantry.security.credential.ApiTokens;
import io.gantry.security.credential.Sessions;
import io.gantry.security.node.NodeTokenVerifier;
import jakarta.servlet.DispatcherType;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.annotation.web.configurers.ExceptionHandlingConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * The filter chain of every request: who asks, whether a browser was tricked, and that nobody gets
 * past without a credential but to the few places open to all.
 */
@Configuration(proxyBeanMethods = false)
public class SecurityFilters {
  private static final String[] OPEN_TO_ALL = {
    "/actuator/health/**",
    "/agent/v1/enrol",
    Routes.SESSION,
    "/docs",
    "/docs/**",
    "/swagger-ui/**",
    "/v3/api-docs",
    "/v3/api-docs/**",
    "/v3/api-docs.yaml"
  };

  /**
   * The page of the API documentation brings its own scripts and styles, nothing from elsewhere.
   */
  private static final String CONTENT_POLICY =
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
          + " frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'";

  @Bean
  SecurityFilterChain filterChain(
      HttpSecurity http, RequestAuthentication authentication, RefusalWriter refusals) {
    return http.addFilterBefore(new CredentialFilter(authentication, refusals), CsrfFilter.class)
        .csrf(SecurityFilters::csrf)
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .formLogin(AbstractHttpConfigurer::disable)
        .httpBasic(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .headers(SecurityFilters::headers)
        .exceptionHandling(handling -> refuse(handling, refusals))
        .authorizeHttpRequests(
            requests ->
                requests
                    .dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                    .permitAll()
                    .requestMatchers(OPEN_TO_ALL)
                    .permitAll()
                    .requestMatchers("/actuator/**")
                    .access(SecurityFilters::mayReadMetrics)
                    .anyRequest()
                    .authenticated())
        .build();
  }

  @Bean
  CallerResolver callerResolver(AccountStore accounts) {
    return new CallerResolver(accounts);
  }

  @Bean
  RequestAuthentication requestAuthentication(
      AccountStore accounts,
      ApiTokens apiTokens,
      Sessions sessions,
      NodeTokenVerifier nodeTokens,
      Origins origins) {
    return new RequestAuthentication(accounts, apiTokens, sessions, nodeTokens, origins);
  }

  /** There is no other way in: keeps Spring from making up a user with a generated password. */
  @Bean
  UserDetailsService noUsers() {
    return name -> {
      throw new UsernameNotFoundException("accounts sign in by POST /api/v1/session");
    };
  }

  private static AuthorizationResult mayReadMetrics(
      Supplier<? extends @Nullable Authentication> asks, RequestAuthorizationContext context) {
    return new AuthorizationDecision(
        asks.get() instanceof SignedIn signedIn && signedIn.caller().may(Permission.METRICS_READ));
  }

  private static void csrf(CsrfConfigurer<HttpSecurity> csrf) {
    csrf.csrfTokenRepository(new SessionCsrf())
        .csrfTokenRequestHandler(new CsrfTokenRequestAttributeHandler())
        .requireCsrfProtectionMatcher(SessionCsrf::isNeeded);
  }

  private static void headers(HeadersConfigurer<HttpSecurity> headers) {
    headers
        .contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY))
        .frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER));
  }

  private static void refuse(
      ExceptionHandlingConfigurer<HttpSecurity> handling, RefusalWriter refusals) {
    handling
        .authenticationEntryPoint(
            (request, response, failure) ->
                refusals.refuse(
                    request,
                    response,
                    GantryException.of(
                        ErrorCode.UNAUTHENTICATED,
                        "send an API token as 'Authorization: Bearer gantry_…', or sign in by POST"
                            + " /api/v1/session")))
        .accessDeniedHandler(
            (request, response, failure) ->
                refusals.refuse(
                    request,
                    response,
                    GantryException.of(
                        ErrorCode.FORBIDDEN,
                        failure instanceof CsrfException
                            ? "a change made in a session needs its token in the header "
                                + SessionCsrf.HEADER
                            : "you may not do this")));
  }
}
