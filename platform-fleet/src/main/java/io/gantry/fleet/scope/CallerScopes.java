package io.gantry.fleet.scope;

import io.gantry.persistence.fence.Fence;
import io.gantry.persistence.fence.PlatformWork;
import io.gantry.persistence.fence.Scope;
import io.gantry.persistence.fence.ScopeInterceptor;
import io.gantry.security.RequiredCall;
import io.gantry.security.Requires;
import org.aopalliance.intercept.MethodInvocation;
import org.springframework.aop.Advisor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;

/**
 * Puts every method that {@link Requires} a permission into the scope that goes with it: the
 * caller's tenant for a permission of a tenant, else the platform.
 */
@Configuration(proxyBeanMethods = false)
class CallerScopes {

  @Bean
  @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
  static Advisor callerScopeAdvisor(Fence fence) {
    DefaultPointcutAdvisor advisor =
        new DefaultPointcutAdvisor(
            AnnotationMatchingPointcut.forMethodAnnotation(Requires.class),
            new ScopeInterceptor(fence, CallerScopes::scope));
    advisor.setOrder(ScopeInterceptor.ORDER);
    return advisor;
  }

  private static Scope scope(MethodInvocation invocation) {
    RequiredCall call = RequiredCall.of(invocation).orElseThrow();
    return call.permission().isOfTenant()
        ? new Scope.Tenant(call.caller().tenant())
        : new Scope.Platform(PlatformWork.ADMINISTRATION);
  }
}
