package io.gantry.agent.stream;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A stream request's parameters by type; what is malformed is the caller's fault. */
record Parameters(Map<String, Object> values) {
  @Nullable String text(String name) {
    Object value = values.get(name);
    return value == null || value.toString().isEmpty() ? null : value.toString();
  }

  String requiredText(String name) {
    String value = text(name);
    if (value == null) {
      throw GantryException.of(ErrorCode.INVALID_ARGUMENT, name + " is needed");
    }
    return value;
  }

  boolean flag(String name, boolean otherwise) {
    String value = text(name);
    return value == null ? otherwise : Boolean.parseBoolean(value);
  }

  @Nullable Integer number(String name) {
    String value = text(name);
    try {
      return value == null ? null : Integer.valueOf(value);
    } catch (NumberFormatException e) {
      throw GantryException.of(ErrorCode.INVALID_ARGUMENT, name + " is not a whole number", e);
    }
  }

  @Nullable Instant instant(String name) {
    String value = text(name);
    try {
      return value == null ? null : Instant.parse(value);
    } catch (DateTimeException e) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT, name + " is not an instant as 2026-01-31T12:00:00Z", e);
    }
  }

  /** A list; a single value is a list of one. */
  List<String> texts(String name) {
    return switch (values.get(name)) {
      case null -> List.of();
      case List<?> list -> list.stream().map(String::valueOf).toList();
      case Object single -> List.of(single.toString());
    };
  }

  /** Named values: a JSON object, or a list of {@code name=value}. */
  Map<String, String> assignments(String name) {
    Map<String, String> assigned = new LinkedHashMap<>();
    if (values.get(name) instanceof Map<?, ?> map) {
      map.forEach((key, value) -> assigned.put(String.valueOf(key), String.valueOf(value)));
      return assigned;
    }
    for (String text : texts(name)) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw GantryException.of(
            ErrorCode.INVALID_ARGUMENT, "'" + text + "' of " + name + " is not name=value");
      }
      assigned.put(text.substring(0, equals), text.substring(equals + 1));
    }
    return assigned;
  }
}
