package io.gantry.security;

import java.util.Optional;
import java.util.stream.Stream;
import org.aopalliance.intercept.MethodInvocation;
import org.springframework.core.annotation.AnnotatedElementUtils;

/** A call of a method that {@link Requires} a permission: who calls, and what they must hold. */
public record RequiredCall(Caller caller, Permission permission) {

  /** The call; empty if the method requires nothing. */
  public static Optional<RequiredCall> of(MethodInvocation invocation) {
    return Optional.ofNullable(
            AnnotatedElementUtils.findMergedAnnotation(invocation.getMethod(), Requires.class))
        .map(requires -> new RequiredCall(caller(invocation), requires.value()));
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
