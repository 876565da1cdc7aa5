package io.gantry.persistence.fence;

import java.util.function.Function;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;

/** Calls a method in the scope it names. Its advisor comes before the one of transactions. */
public final class ScopeInterceptor implements MethodInterceptor {
  /** After the check of permissions, before transactions. */
  public static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 200;

  private final Fence fence;
  private final Function<MethodInvocation, Scope> scope;

  public ScopeInterceptor(Fence fence, Function<MethodInvocation, Scope> scope) {
    this.fence = fence;
    this.scope = scope;
  }

  @Override
  public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
    Scope before = fence.exchange(scope.apply(invocation));
    try {
      return invocation.proceed();
    } finally {
      fence.exchange(before);
    }
  }
}
