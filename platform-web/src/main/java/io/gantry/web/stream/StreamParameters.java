package io.gantry.web.stream;

import java.util.LinkedHashMap;
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

  Map<String, Object> toMap() {
    return Map.copyOf(values);
  }
}
