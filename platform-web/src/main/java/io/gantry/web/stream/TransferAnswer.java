package io.gantry.web.stream;

import io.gantry.api.error.GantryException;
import io.gantry.api.node.StreamControl;
import io.gantry.web.problem.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers a long transfer: with one line of JSON for each progress and a last one for the result or
 * the problem, or with the result alone. What a node refuses before the first line becomes an
 * ordinary problem.
 */
@Component
class TransferAnswer {
  private static final String NOTHING_TO_TELL = "{}";

  private final JsonMapper json;

  TransferAnswer(JsonMapper json) {
    this.json = json;
  }

  /** Writes the lines as they come. */
  void writeLines(Replies replies, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      String result = NOTHING_TO_TELL;
      for (Optional<StreamControl> next = replies.next(); next.isPresent(); next = replies.next()) {
        String value = next.get().value();
        if (value != null && next.get().type() == StreamControl.Type.PROGRESS) {
          line(value, response);
        } else if (value != null) {
          result = value;
        }
      }
      line(result, response);
    } catch (GantryException e) {
      if (!response.isCommitted()) {
        throw e;
      }
      line(json.writeValueAsString(Problems.of(e, request)), response);
    }
  }

  /** Writes the result when it is there. */
  void writeResult(Replies replies, HttpServletResponse response) throws IOException {
    String result = replies.result();
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    write(result == null ? NOTHING_TO_TELL : result, response);
  }

  private static void line(String content, HttpServletResponse response) throws IOException {
    response.setContentType(MediaType.APPLICATION_NDJSON_VALUE);
    write(content + "\n", response);
    response.flushBuffer();
  }

  private static void write(String text, HttpServletResponse response) throws IOException {
    response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }
}
