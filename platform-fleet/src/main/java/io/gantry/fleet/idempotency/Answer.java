package io.gantry.fleet.idempotency;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request was answered with, kept to answer its repetition.
 *
 * @param status of HTTP
 * @param body JSON
 */
public record Answer(int status, Map<String, String> headers, @Nullable String body) {
  public Answer {
    headers = Map.copyOf(headers);
  }
}
