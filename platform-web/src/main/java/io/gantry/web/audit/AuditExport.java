package io.gantry.web.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gantry.api.resource.AuditResource;
import io.gantry.api.resource.Page;
import io.gantry.api.resource.PageRequest;
import io.gantry.web.csv.CsvLine;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes many entries into an answer, a page at a time. */
@Component
class AuditExport {
  private static final List<String> COLUMNS =
      List.of(
          "id",
          "at",
          "actor",
          "onBehalfOf",
          "action",
          "object",
          "outcome",
          "requestId",
          "address",
          "detail",
          "changes");

  private final JsonMapper json;

  AuditExport(JsonMapper json) {
    this.json = json;
  }

  /** How entries are written. */
  enum Format {
    /** RFC 4180 with a line of names. */
    CSV("text/csv;charset=UTF-8"),
    /** An object of JSON on each line. */
    JSON_LINES("application/x-ndjson");

    private final String mediaType;

    Format(String mediaType) {
      this.mediaType = mediaType;
    }
  }

  /** The first page is read before anything is written, so a refusal is an ordinary problem. */
  void write(
      Function<PageRequest, Page<AuditResource>> pages, Format format, HttpServletResponse response)
      throws IOException {
    Page<AuditResource> page = pages.apply(new PageRequest(Page.MAXIMUM_LIMIT, null));
    response.setContentType(format.mediaType);
    Writer out = new OutputStreamWriter(response.getOutputStream(), UTF_8);
    if (format == Format.CSV) {
      out.write(CsvLine.of(COLUMNS.stream()));
    }
    write(page, format, out);
    while (page.next() != null) {
      page = next(pages, page, response);
      write(page, format, out);
    }
    out.flush();
  }

  /** A page that cannot be read breaks the answer, so that it is not taken for complete. */
  private static Page<AuditResource> next(
      Function<PageRequest, Page<AuditResource>> pages,
      Page<AuditResource> before,
      HttpServletResponse response)
      throws IOException {
    try {
      return pages.apply(new PageRequest(Page.MAXIMUM_LIMIT, before.next()));
    } catch (RuntimeException e) {
      if (response.isCommitted()) {
        throw new IOException("the export broke off", e);
      }
      response.resetBuffer();
      throw e;
    }
  }

  private void write(Page<AuditResource> page, Format format, Writer out) throws IOException {
    for (AuditResource entry : page.items()) {
      out.write(format == Format.CSV ? csv(entry) : json.writeValueAsString(entry) + "\n");
    }
  }

  private String csv(AuditResource entry) {
    return CsvLine.of(
        Stream.of(
                Long.toString(entry.id()),
                entry.at().toString(),
                entry.actor(),
                text(entry.onBehalfOf()),
                entry.action(),
                entry.object(),
                entry.outcome(),
                text(entry.requestId()),
                text(entry.address()),
                text(entry.detail()),
                entry.changes().isEmpty() ? "" : json.writeValueAsString(entry.changes()))
            .map(AuditExport::harmless));
  }

  private static String text(@Nullable String value) {
    return Objects.requireNonNullElse(value, "");
  }

  /** A text that a spreadsheet would take for a formula gets an apostrophe before it. */
  private static String harmless(String value) {
    boolean formula = value.length() > 1 && "=+-@\t\r".indexOf(value.charAt(0)) >= 0;
    return formula ? "'" + value : value;
  }
}
