package io.gantry.persistence.history;

import io.gantry.api.container.ExitCause;
import io.gantry.api.container.TenantId;
import io.gantry.api.ledger.ExitGroup;
import io.gantry.api.ledger.ExitGroup.Durations;
import io.gantry.api.ledger.ExitGroupQuestion;
import io.gantry.api.ledger.ExitGrouping;
import io.gantry.api.resource.ExitFilter;
import io.gantry.persistence.jdbc.Columns;
import io.gantry.persistence.jdbc.Conditions;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Counts rows of the ledger, in the database. */
@Repository
@Transactional
public class ExitGroupRows {
  private static final String MEASURES =
      """
      count(*) as runs, count(*) filter (where %s) as failures, count(*) filter (where e.out_of_memory) as memory,
      percentile_disc(array[0.5, 0.95, 0.99]) within group (order by e.duration_nanos) as durations
      """
          .formatted(ExitConditions.FAILED);

  private final JdbcClient jdbc;

  ExitGroupRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The newest time first, then the groups with most runs; at most as many as the limit. */
  public List<ExitGroup> list(
      TenantId tenant, ExitFilter filter, ExitGroupQuestion question, int limit) {
    List<ExitGrouping> by = question.by().stream().sorted().toList();
    Conditions conditions = ExitConditions.of(tenant, filter).with("zone", question.zone().getId());
    String keys =
        by.stream()
            .map(one -> expression(one) + " as by_" + one.name())
            .collect(Collectors.joining(", "));
    String places =
        IntStream.rangeClosed(1, by.size())
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(", "));
    String sql =
        """
        select %s, %s from exit_ledger e %s group by %s order by %s runs desc, %s limit %d
        """
            .formatted(keys, MEASURES, conditions.where(), places, newestFirst(by), places, limit);
    return conditions.bind(jdbc, sql).query((row, number) -> group(row, question.by())).list();
  }

  private static String expression(ExitGrouping grouping) {
    return switch (grouping) {
      case CONTAINER -> "e.container_name";
      case IMAGE -> "e.image";
      case DIGEST -> "e.image_digest";
      case CODE -> "e.code";
      case CAUSE -> "e.cause";
      case NODE -> "e.node_name";
      case MINUTE -> "date_trunc('minute', e.finished_at, :zone)";
      case HOUR -> "date_trunc('hour', e.finished_at, :zone)";
      case DAY -> "date_trunc('day', e.finished_at, :zone)";
    };
  }

  private static String newestFirst(List<ExitGrouping> by) {
    return by.stream()
        .filter(ExitGrouping::isTime)
        .map(time -> (by.indexOf(time) + 1) + " desc,")
        .collect(Collectors.joining());
  }

  private static ExitGroup group(ResultSet row, Set<ExitGrouping> by) throws SQLException {
    return new ExitGroup(
        key(row, by),
        row.getLong("runs"),
        row.getLong("failures"),
        row.getLong("memory"),
        durations(row.getArray("durations")));
  }

  private static ExitGroup.Key key(ResultSet row, Set<ExitGrouping> by) throws SQLException {
    String code = text(row, by, ExitGrouping.CODE);
    String cause = text(row, by, ExitGrouping.CAUSE);
    return new ExitGroup.Key(
        text(row, by, ExitGrouping.CONTAINER),
        text(row, by, ExitGrouping.IMAGE),
        text(row, by, ExitGrouping.DIGEST),
        code == null ? null : Integer.valueOf(code),
        cause == null ? null : ExitCause.valueOf(cause),
        text(row, by, ExitGrouping.NODE),
        from(row, by));
  }

  private static @Nullable String text(ResultSet row, Set<ExitGrouping> by, ExitGrouping one)
      throws SQLException {
    return by.contains(one) ? row.getString("by_" + one.name()) : null;
  }

  private static @Nullable Instant from(ResultSet row, Set<ExitGrouping> by) throws SQLException {
    for (ExitGrouping one : by) {
      if (one.isTime()) {
        return Columns.requiredInstant(row, "by_" + one.name());
      }
    }
    return null;
  }

  private static @Nullable Durations durations(@Nullable Array array) throws SQLException {
    if (array == null) {
      return null;
    }
    Long[] nanos = (Long[]) array.getArray();
    return new Durations(
        Duration.ofNanos(nanos[0]), Duration.ofNanos(nanos[1]), Duration.ofNanos(nanos[2]));
  }
}
