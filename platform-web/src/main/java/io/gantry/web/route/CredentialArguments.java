package io.gantry.web.route;

import io.gantry.security.Caller;
import io.gantry.security.http.SignedIn;
import io.gantry.security.http.SignedNode;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Hands a controller the {@link Caller}, its {@link SignedIn} or the {@link SignedNode} that asks.
 */
final class CredentialArguments implements HandlerMethodArgumentResolver {
  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    Class<?> type = parameter.getParameterType();
    return type == Caller.class || type == SignedIn.class || type == SignedNode.class;
  }

  @Override
  public Object resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest request,
      @Nullable WebDataBinderFactory binders) {
    Class<?> type = parameter.getParameterType();
    if (type == SignedNode.class) {
      return Credentials.node();
    }
    SignedIn signedIn = Credentials.signedIn();
    return type == Caller.class ? signedIn.caller() : signedIn;
  }
}
