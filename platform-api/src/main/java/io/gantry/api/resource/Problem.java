package io.gantry.api.resource;

import io.gantry.api.error.ErrorCode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A failure as RFC 9457 problem details.
 *
 * @param type URI of the failure's page
 * @param status of HTTP
 * @param object kind and id of what it concerns
 * @param state the object was in
 * @param fields field of the request to what is wrong with it
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    ErrorCode code,
    @Nullable String object,
    @Nullable String state,
    @Nullable String requestId,
    Map<String, String> fields) {
  public Problem {
    fields = fields == null ? Map.of() : Map.copyOf(fields);
  }
}
