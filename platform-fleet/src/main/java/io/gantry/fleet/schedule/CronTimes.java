package io.gantry.fleet.schedule;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.CronExpression;

/**
 * The times a cron expression names in a zone. Where the clock is put forward, times of a day
 * within the gap come when it is over, once. Where it is put back, times of a day that come twice
 * count the first time. Expressions for every hour, or every few hours, name no times of a day:
 * what does not exist is left out, and what comes twice counts twice.
 */
final class CronTimes {
  private static final int FIELDS = 5;
  private static final int HOUR = 1;

  private final CronExpression expression;
  private final boolean ofTheDay;
  private final ZoneId zone;

  private CronTimes(CronExpression expression, boolean ofTheDay, ZoneId zone) {
    this.expression = expression;
    this.ofTheDay = ofTheDay;
    this.zone = zone;
  }

  /**
   * The times of an expression.
   *
   * @throws GantryException INVALID_ARGUMENT if it is none, or names no time
   */
  static CronTimes of(String cron, String zone) {
    String text = cron.strip().toLowerCase(Locale.ROOT);
    String[] fields = text.split("\\s+", -1);
    boolean macro = fields.length == 1 && text.startsWith("@");
    if (!macro && fields.length != FIELDS) {
      throw invalid(
          cron, "it has five fields: minute, hour, day of the month, month, day of the week");
    }
    CronTimes times;
    try {
      times =
          new CronTimes(
              CronExpression.parse(macro ? text : "0 " + text),
              macro ? !text.equals("@hourly") : !fields[HOUR].startsWith("*"),
              ZoneId.of(zone));
    } catch (IllegalArgumentException e) {
      throw invalid(cron, String.valueOf(e.getMessage()));
    }
    if (times.expression.next(LocalDateTime.of(2000, 1, 1, 0, 0)) == null) {
      throw invalid(cron, "it names no time");
    }
    return times;
  }

  private static GantryException invalid(String cron, String why) {
    return GantryException.of(
        ErrorCode.INVALID_ARGUMENT, "'%s' is no cron expression: %s".formatted(cron, why));
  }

  /** The first of its times after an instant; null if there is none any more. */
  @Nullable Instant next(Instant after) {
    Instant from = after;
    while (true) {
      ZoneOffset offset = zone.getRules().getOffset(from);
      ZoneOffsetTransition change = zone.getRules().nextTransition(from);
      Instant found = within(from, offset);
      if (change == null || (found != null && found.isBefore(change.getInstant()))) {
        return found;
      }
      if (beginsWith(change)) {
        return change.getInstant();
      }
      if (found == null && expression.next(change.getDateTimeAfter()) == null) {
        return null;
      }
      from = change.getInstant();
    }
  }

  /** The next while the clock keeps this offset. */
  private @Nullable Instant within(Instant from, ZoneOffset offset) {
    LocalDateTime local = LocalDateTime.ofInstant(from, offset);
    ZoneOffsetTransition before = zone.getRules().previousTransition(from.plusNanos(1));
    if (ofTheDay
        && before != null
        && before.isOverlap()
        && local.isBefore(before.getDateTimeBefore())) {
      local = before.getDateTimeBefore().minusNanos(1);
    }
    LocalDateTime next = expression.next(local);
    return next == null ? null : next.toInstant(offset);
  }

  /** Whether one of its times is the moment of a change of the clock, or in the gap it leaves. */
  private boolean beginsWith(ZoneOffsetTransition change) {
    if (change.isOverlap() && ofTheDay) {
      return false;
    }
    LocalDateTime first = ofTheDay ? change.getDateTimeBefore() : change.getDateTimeAfter();
    LocalDateTime next = expression.next(first.minusNanos(1));
    return next != null && !next.isAfter(change.getDateTimeAfter());
  }

  /** The times that come next, at most as many. */
  List<Instant> next(Instant after, int count) {
    List<Instant> times = new ArrayList<>();
    Instant last = next(after);
    while (last != null && times.size() < count) {
      times.add(last);
      last = next(last);
    }
    return times;
  }
}
