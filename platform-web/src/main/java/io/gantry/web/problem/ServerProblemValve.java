package io.gantry.web.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gantry.api.error.GantryException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the server answers by itself, as to a path with an encoded slash, which never comes as far
 * as a filter. Made by Tomcat, so it takes no part in injection.
 */
public final class ServerProblemValve extends ErrorReportValve {
  private static final Logger LOG = LoggerFactory.getLogger(ServerProblemValve.class);
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
          .build();

  @Override
  protected void report(Request request, Response response, @Nullable Throwable failure) {
    int status = response.getStatus();
    if (status < HttpServletResponse.SC_BAD_REQUEST
        || response.getContentWritten() > 0
        || !response.setErrorReported()) {
      return;
    }
    try {
      response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
      response.getOutputStream().write(body(request, HttpStatusCode.valueOf(status)));
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("client went away");
    }
  }

  private static byte[] body(Request request, HttpStatusCode status) {
    GantryException failure =
        GantryException.of(HttpStatuses.codeOf(status), "the request is refused as it stands");
    return JSON.writeValueAsBytes(Problems.of(failure, status, request));
  }
}
