package io.gantry.persistence.fence;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Objects;
import org.aopalliance.intercept.MethodInvocation;
import org.springframework.aop.Advisor;
import org.springframework.aop.support.ComposablePointcut;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.annotation.AnnotatedElementUtils;

/** Puts the fence before the pool, whoever uses it, and around methods {@link AcrossTenants}. */
@Configuration(proxyBeanMethods = false)
class FenceConfiguration {

  @Bean
  @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
  static Fence fence() {
    return new Fence();
  }

  @Bean
  static BeanPostProcessor fenceBeforeThePool(ObjectProvider<Fence> fence) {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof HikariDataSource pool
            ? new FencedDataSource(pool, fence.getObject())
            : bean;
      }
    };
  }

  @Bean
  @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
  static Advisor acrossTenantsAdvisor(Fence fence) {
    ComposablePointcut annotated =
        new ComposablePointcut(AnnotationMatchingPointcut.forClassAnnotation(AcrossTenants.class))
            .union(AnnotationMatchingPointcut.forMethodAnnotation(AcrossTenants.class));
    DefaultPointcutAdvisor advisor =
        new DefaultPointcutAdvisor(
            annotated, new ScopeInterceptor(fence, FenceConfiguration::platform));
    advisor.setOrder(ScopeInterceptor.ORDER);
    return advisor;
  }

  private static Scope platform(MethodInvocation invocation) {
    AcrossTenants onMethod =
        AnnotatedElementUtils.findMergedAnnotation(invocation.getMethod(), AcrossTenants.class);
    AcrossTenants asked =
        onMethod == null
            ? AnnotatedElementUtils.findMergedAnnotation(
                invocation.getMethod().getDeclaringClass(), AcrossTenants.class)
            : onMethod;
    return new Scope.Platform(Objects.requireNonNull(asked, "the pointcut saw it").value());
  }
}
