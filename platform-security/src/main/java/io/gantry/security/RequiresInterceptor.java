package io.gantry.security;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** Refuses calls of methods that {@link Requires} a permission the caller lacks. */
final class RequiresInterceptor implements MethodInterceptor {
  private final Authorizer authorizer;

  RequiresInterceptor(Authorizer authorizer) {
    this.authorizer = authorizer;
  }

  @Override
  public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
    RequiredCall.of(invocation)
        .ifPresent(call -> authorizer.require(call.caller(), call.permission()));
    return invocation.proceed();
  }
}
