package io.gantry.web.body;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/**
 * Refuses bodies that lack a field: whatever a record of the vocabulary does not call nullable has
 * to be there.
 */
@ControllerAdvice
final class RequiredFields extends RequestBodyAdviceAdapter {
  private static final String PROBLEM = "is needed";

  @Override
  public boolean supports(
      MethodParameter parameter,
      Type targetType,
      Class<? extends HttpMessageConverter<?>> converter) {
    return targetType instanceof Class<?> type && type.isRecord();
  }

  @Override
  public Object afterBodyRead(
      @Nullable Object body,
      HttpInputMessage message,
      MethodParameter parameter,
      Type targetType,
      Class<? extends HttpMessageConverter<?>> converter) {
    if (body == null) {
      throw GantryException.of(ErrorCode.INVALID_ARGUMENT, "the body is null: an object is needed");
    }
    Map<String, String> missing = new LinkedHashMap<>();
    for (RecordComponent component : body.getClass().getRecordComponents()) {
      if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)
          && value(component, body) == null) {
        missing.put(component.getName(), PROBLEM);
      }
    }
    if (!missing.isEmpty()) {
      throw GantryException.of(
              ErrorCode.INVALID_ARGUMENT,
              "field '%s' %s".formatted(String.join("', '", missing.keySet()), PROBLEM))
          .at(missing);
    }
    return body;
  }

  private static @Nullable Object value(RecordComponent component, Object body) {
    try {
      return component.getAccessor().invoke(body);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("a record of the vocabulary cannot be read", e);
    }
  }
}
