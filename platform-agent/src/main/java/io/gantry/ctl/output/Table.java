package io.gantry.ctl.output;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Columns over rows of one kind, padded to the widest value. Not thread-safe. */
public final class Table<T> {
  private static final String GAP = "  ";

  private final List<Column<T>> columns = new ArrayList<>();

  /** A value of one row; absent is shown as nothing. */
  @FunctionalInterface
  public interface Cell<T> {
    @Nullable Object of(T row);
  }

  private record Column<T>(String title, Cell<T> cell) {
    String text(T row) {
      Object value = cell.of(row);
      return value == null ? "" : value.toString();
    }
  }

  public Table<T> column(String title, Cell<T> cell) {
    columns.add(new Column<>(title, cell));
    return this;
  }

  public String render(List<? extends T> rows) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns.stream().map(Column::title).toList());
    for (T row : rows) {
      lines.add(columns.stream().map(column -> column.text(row)).toList());
    }
    int[] widths = widths(lines);
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      text.append(padded(line, widths).stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private int[] widths(List<List<String>> lines) {
    int[] widths = new int[columns.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    return widths;
  }

  private static String padded(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = cells.get(i);
      line.append(cell).append(" ".repeat(widths[i] - cell.length())).append(GAP);
    }
    return line.toString();
  }
}
