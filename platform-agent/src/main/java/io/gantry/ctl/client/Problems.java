package io.gantry.ctl.client;

import io.gantry.api.error.ErrorCode;
import java.net.http.HttpHeaders;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads problem details; whatever else a proxy may answer becomes a failure that says so. */
final class Problems {
  private static final int LONGEST_QUOTE = 200;

  private Problems() {}

  static RequestFailed read(int status, HttpHeaders headers, String body) {
    String requestId = headers.firstValue("X-Request-Id").orElse(null);
    JsonNode problem = parse(body);
    if (problem == null || !problem.isObject()) {
      return plain(status, body, requestId);
    }
    return read(status, problem, requestId);
  }

  static RequestFailed read(int status, JsonNode problem, @Nullable String requestId) {
    String code = text(problem, "code");
    String detail = text(problem, "detail");
    String title = text(problem, "title");
    String named = text(problem, "requestId");
    return new RequestFailed(
        code == null ? byStatus(status) : code,
        status,
        detail != null ? detail : title != null ? title : "answered with status " + status,
        text(problem, "object"),
        text(problem, "state"),
        named == null ? requestId : named,
        fields(problem.path("fields")));
  }

  private static RequestFailed plain(int status, String body, @Nullable String requestId) {
    String quote = body.strip();
    String detail =
        "the server answered with status "
            + status
            + (quote.isEmpty()
                ? ""
                : ": " + quote.substring(0, Math.min(LONGEST_QUOTE, quote.length())));
    return new RequestFailed(byStatus(status), status, detail, null, null, requestId, Map.of());
  }

  private static String byStatus(int status) {
    return switch (status) {
      case 401 -> ErrorCode.UNAUTHENTICATED.name();
      case 403 -> ErrorCode.FORBIDDEN.name();
      case 404 -> ErrorCode.NOT_FOUND.name();
      case 413 -> ErrorCode.PAYLOAD_TOO_LARGE.name();
      case 429 -> ErrorCode.RATE_LIMITED.name();
      default -> status < 500 ? ErrorCode.INVALID_ARGUMENT.name() : ErrorCode.INTERNAL.name();
    };
  }

  private static Map<String, String> fields(JsonNode node) {
    Map<String, String> fields = new LinkedHashMap<>();
    node.properties().forEach(field -> fields.put(field.getKey(), field.getValue().asString("")));
    return fields;
  }

  private static @Nullable String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isString() ? value.stringValue() : null;
  }

  private static @Nullable JsonNode parse(String body) {
    try {
      return body.isBlank() ? null : Json.MAPPER.readTree(body);
    } catch (JacksonException e) {
      // Not JSON: some proxy answered, and its words are quoted instead.
      return null;
    }
  }
}
