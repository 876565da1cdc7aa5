package io.gantry.web.history;

import io.gantry.api.container.ExitRecord;
import io.gantry.api.resource.ExitResource;
import io.gantry.web.csv.CsvLine;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Exits as comma-separated values (RFC 4180), with a header line; what is absent is empty. */
@Component
class ExitCsv {
  static final String MEDIA_TYPE = "text/csv";

  private final List<Column> columns;

  private record Column(String title, Function<ExitResource, @Nullable Object> value) {
    static Column ofRecord(String title, Function<ExitRecord, @Nullable Object> value) {
      return new Column(title, exit -> value.apply(exit.record()));
    }
  }

  ExitCsv(JsonMapper json) {
    this.columns =
        List.of(
            Column.ofRecord("finishedAt", ExitRecord::finishedAt),
            Column.ofRecord("container", ExitRecord::container),
            new Column("containerName", ExitResource::containerName),
            Column.ofRecord("run", ExitRecord::run),
            Column.ofRecord("code", ExitRecord::code),
            Column.ofRecord("signal", ExitRecord::signal),
            Column.ofRecord("outOfMemory", ExitRecord::outOfMemory),
            Column.ofRecord("cause", ExitRecord::cause),
            Column.ofRecord("evidence", ExitRecord::evidence),
            Column.ofRecord("requestedBy", ExitRecord::requestedBy),
            Column.ofRecord("startedAt", ExitRecord::startedAt),
            Column.ofRecord("duration", ExitRecord::duration),
            new Column("image", ExitResource::image),
            Column.ofRecord("imageDigest", ExitRecord::imageDigest),
            new Column(
                "labels",
                exit -> exit.labels() == null ? null : json.writeValueAsString(exit.labels())),
            new Column("node", ExitResource::node),
            new Column("recordedAt", ExitResource::recordedAt));
  }

  String header() {
    return line(Column::title);
  }

  String line(ExitResource exit) {
    return line(column -> column.value().apply(exit));
  }

  private String line(Function<Column, @Nullable Object> cell) {
    return CsvLine.of(columns.stream().map(column -> text(cell.apply(column))));
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }
}
