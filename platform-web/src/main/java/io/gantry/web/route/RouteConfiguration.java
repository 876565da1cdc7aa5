package io.gantry.web.route;

import io.gantry.security.Authorizer;
import java.util.List;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Puts the guard before every route, except the pages of the API documentation. */
@Configuration(proxyBeanMethods = false)
class RouteConfiguration implements WebMvcConfigurer {
  private static final String[] DOCUMENTATION = {
    "/docs", "/docs/**", "/swagger-ui/**", "/v3/api-docs", "/v3/api-docs/**", "/v3/api-docs.yaml"
  };

  private final Authorizer authorizer;

  RouteConfiguration(Authorizer authorizer) {
    this.authorizer = authorizer;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(new RouteGuard(authorizer)).excludePathPatterns(DOCUMENTATION);
  }

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.addFirst(new CredentialArguments());
  }
}
