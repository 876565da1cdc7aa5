package io.gantry.web.history;

import io.gantry.api.resource.ExitFilter;
import io.gantry.fleet.exit.ExitExport;
import io.gantry.security.Caller;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes exits into an answer as they come out of the database. An export that breaks off breaks
 * the answer, so that it is not taken for complete.
 */
@Component
class ExitExportAnswer {
  private final ExitExport exports;
  private final ExitCsv csv;
  private final JsonMapper json;

  ExitExportAnswer(ExitExport exports, ExitCsv csv, JsonMapper json) {
    this.exports = exports;
    this.csv = csv;
    this.json = json;
  }

  void csv(Caller caller, ExitFilter filter, HttpServletResponse response) throws IOException {
    describe(response, ExitCsv.MEDIA_TYPE + ";charset=UTF-8;header=present", "exits.csv");
    OutputStream body = response.getOutputStream();
    body.write(csv.header().getBytes(StandardCharsets.UTF_8));
    read(
        caller,
        filter,
        response,
        exit -> body.write(csv.line(exit).getBytes(StandardCharsets.UTF_8)));
  }

  void lines(Caller caller, ExitFilter filter, HttpServletResponse response) throws IOException {
    describe(response, MediaType.APPLICATION_NDJSON_VALUE, "exits.jsonl");
    OutputStream body = response.getOutputStream();
    read(
        caller,
        filter,
        response,
        exit -> {
          body.write(json.writeValueAsBytes(exit));
          body.write('\n');
        });
  }

  private static void describe(HttpServletResponse response, String type, String file) {
    response.setContentType(type);
    response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + file + "\"");
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
  }

  private void read(
      Caller caller, ExitFilter filter, HttpServletResponse response, ExitExport.Sink sink)
      throws IOException {
    try {
      exports.read(caller, filter, sink);
    } catch (RuntimeException e) {
      if (response.isCommitted()) {
        throw new IOException("the export broke off", e);
      }
      response.resetBuffer();
      response.setHeader(HttpHeaders.CONTENT_DISPOSITION, null);
      throw e;
    }
  }
}
