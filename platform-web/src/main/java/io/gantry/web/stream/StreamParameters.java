package io.gantry.web.stream;

import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the parameters of a stream request; what is absent is left out. Not thread-safe. */
final class StreamParameters {
  private final Map<String, Object> values = new LinkedHashMap<>();

  StreamParameters with(String name, @Nullable Object value) {
    if (value != null) {
      values.put(name, value);
    }
    return this;
  }

  /** All values of a request's parameter as they came: Spring would split one at its commas. */
  StreamParameters withAll(String name, HttpServletRequest request) {
    String[] given = request.getParameterValues(name);
    return with(name, given == null ? null : List.of(given));
  }

  Map<String, Object> toMap() {
    return Map.copyOf(values);
  }
}
