package io.gantry.security;

import java.util.stream.Stream;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;

/** Refuses calls of methods that {@link Requires} a permission the caller lacks. */
final class RequiresInterceptor implements MethodInterceptor {
  private final Authorizer authorizer;

  RequiresInterceptor(Authorizer authorizer) {
    this.authorizer = authorizer;
  }

  @Override
  public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
    Requires requires =
        AnnotatedElementUtils.findMergedAnnotation(invocation.getMethod(), Requires.class);
    if (requires != null) {
      authorizer.require(caller(invocation), requires.value());
    }
    return invocation.proceed();
  }

  private static Caller caller(MethodInvocation invocation) {
    return Stream.of(invocation.getArguments())
        .filter(Caller.class::isInstance)
        .map(Caller.class::cast)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    invocation.getMethod() + " requires a permission and takes no caller"));
  }
}
