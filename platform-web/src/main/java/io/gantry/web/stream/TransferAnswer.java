package io.gantry.web.stream;

import io.gantry.api.error.GantryException;
import io.gantry.api.node.StreamControl;
import io.gantry.api.resource.TransferLine;
import io.gantry.web.problem.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers a long transfer with one line of JSON for each progress and a last one for the result.
 * What a node refuses before the first line becomes an ordinary problem.
 */
@Component
class TransferAnswer {
  private final JsonMapper json;

  TransferAnswer(JsonMapper json) {
    this.json = json;
  }

  void write(Replies replies, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      for (Optional<StreamControl> next = replies.next(); next.isPresent(); next = replies.next()) {
        write(next.get(), response);
      }
    } catch (GantryException e) {
      if (!response.isCommitted()) {
        throw e;
      }
      line(TransferLine.problem(Problems.of(e, request)), response);
    }
  }

  private void write(StreamControl control, HttpServletResponse response) throws IOException {
    String value = control.value();
    if (value == null) {
      return;
    }
    Object content = json.readTree(value);
    if (control.type() == StreamControl.Type.PROGRESS) {
      line(TransferLine.progress(content), response);
    } else if (control.type() == StreamControl.Type.RESULT) {
      line(TransferLine.result(content), response);
    }
  }

  private void line(TransferLine line, HttpServletResponse response) throws IOException {
    response.setContentType(MediaType.APPLICATION_NDJSON_VALUE);
    response.getOutputStream().write(json.writeValueAsBytes(line));
    response.getOutputStream().write('\n');
    response.flushBuffer();
  }
}
