package io.gantry.web.api;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pairs of {@code key=value} in query parameters. */
public final class Labels {
  private Labels() {}

  /**
   * The pairs in their order.
   *
   * @throws GantryException INVALID_ARGUMENT if one has no {@code =}
   */
  public static Map<String, String> of(@Nullable List<String> pairs) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (String pair : pairs == null ? List.<String>of() : pairs) {
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        throw GantryException.of(
            ErrorCode.INVALID_ARGUMENT, "label is a key, '=' and a value, not '" + pair + "'");
      }
      labels.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return labels;
  }
}
