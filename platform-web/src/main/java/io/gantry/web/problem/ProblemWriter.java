package io.gantry.web.problem;

import io.gantry.api.error.GantryException;
import io.gantry.api.resource.Problem;
import io.gantry.security.http.RefusalWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Answers with a problem where no controller is involved, as in a filter. */
@Component
public final class ProblemWriter implements RefusalWriter {
  private final JsonMapper json;
  private final FailureListener listener;

  ProblemWriter(JsonMapper json, FailureListener listener) {
    this.json = json;
    this.listener = listener;
  }

  @Override
  public void refuse(
      HttpServletRequest request, HttpServletResponse response, GantryException failure)
      throws IOException {
    listener.failed(request, failure);
    Problem problem = Problems.of(failure, request);
    HttpHeaders headers = ProblemHeaders.of(failure.code());
    headers.forEach(
        (name, values) -> {
          if (!response.containsHeader(name)) {
            values.forEach(value -> response.addHeader(name, value));
          }
        });
    response.setStatus(problem.status());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.getOutputStream().write(json.writeValueAsBytes(problem));
  }
}
