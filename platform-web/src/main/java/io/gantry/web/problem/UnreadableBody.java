package io.gantry.web.problem;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;

/** Says which field of a JSON body is wrong and why, in the client's words. */
final class UnreadableBody {
  private UnreadableBody() {}

  static GantryException of(@Nullable Throwable cause) {
    if (cause instanceof StreamReadException e) {
      return GantryException.of(
          ErrorCode.INVALID_ARGUMENT,
          "the body is not JSON: line %d, column %d"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    }
    if (cause instanceof JacksonException e && !e.getPath().isEmpty()) {
      return blame(path(e), problem(e));
    }
    if (cause instanceof ValueInstantiationException e) {
      return GantryException.of(ErrorCode.INVALID_ARGUMENT, problem(e));
    }
    return GantryException.of(
        ErrorCode.INVALID_ARGUMENT, "the body is missing or is not what is expected here");
  }

  private static GantryException blame(String field, String problem) {
    return GantryException.of(
            ErrorCode.INVALID_ARGUMENT, "field '%s': %s".formatted(field, problem))
        .at(Map.of(field, problem));
  }

  private static String problem(JacksonException failure) {
    return switch (failure) {
      case UnrecognizedPropertyException e -> "there is no such field";
      case InvalidFormatException e when e.getTargetType() != null && e.getTargetType().isEnum() ->
          "is one of " + constants(e.getTargetType());
      case ValueInstantiationException e
          when e.getCause() instanceof IllegalArgumentException why ->
          String.valueOf(why.getMessage());
      case MismatchedInputException e when e.getTargetType() != null ->
          "is to be " + expected(e.getTargetType());
      default -> "cannot be read";
    };
  }

  private static String constants(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(Object::toString)
        .collect(Collectors.joining(", "));
  }

  private static String expected(Class<?> type) {
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return "a number";
    }
    if (type == String.class) {
      return "a string";
    }
    if (type == Duration.class) {
      return "an ISO-8601 duration, as PT10S";
    }
    if (type == Instant.class) {
      return "an ISO-8601 instant, as 2026-01-31T12:00:00Z";
    }
    return Collection.class.isAssignableFrom(type) ? "an array" : "an object";
  }

  private static String path(JacksonException failure) {
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference step : failure.getPath()) {
      if (step.getPropertyName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
      }
    }
    return path.toString();
  }
}
