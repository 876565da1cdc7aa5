package io.gantry.api.schedule;

import io.gantry.api.job.JobSpec;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as its user wants it.
 *
 * @param cron minute, hour, day of the month, month, day of the week; or {@code @hourly}, {@code
 *     @daily}, {@code @weekly}, {@code @monthly}, {@code @yearly}
 * @param zone in whose wall time the expression is meant; absent is UTC
 * @param concurrency what happens while a job from before runs; absent is {@link
 *     ConcurrencyPolicy#ALLOW}
 * @param startingDeadline how late a job may begin; what is later is missed. Absent is without limit
 * @param succeededHistory succeeded jobs that stay, the newest, 0 to 100; absent is 3
 * @param failedHistory failed jobs that stay, the newest, 0 to 100; absent is 3
 * @param job what is run
 */
public record ScheduleSpec(
    String cron,
    String zone,
    ConcurrencyPolicy concurrency,
    @Nullable Duration startingDeadline,
    Integer succeededHistory,
    Integer failedHistory,
    JobSpec job) {
  private static final int DEFAULT_HISTORY = 3;
  private static final int MOST_HISTORY = 100;

  public ScheduleSpec(
      String cron,
      @Nullable String zone,
      @Nullable ConcurrencyPolicy concurrency,
      @Nullable Duration startingDeadline,
      @Nullable Integer succeededHistory,
      @Nullable Integer failedHistory,
      JobSpec job) {
    this.cron = needed("cron", cron);
    this.zone = zone(zone == null ? "UTC" : zone);
    this.concurrency = concurrency == null ? ConcurrencyPolicy.ALLOW : concurrency;
    this.startingDeadline = startingDeadline;
    this.succeededHistory = history("succeededHistory", succeededHistory);
    this.failedHistory = history("failedHistory", failedHistory);
    this.job = needed("job", job);
    if (startingDeadline != null && startingDeadline.isNegative()) {
      throw new IllegalArgumentException("startingDeadline is not negative");
    }
  }

  private static <T> T needed(String field, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException(field + " is needed");
    }
    return value;
  }

  private static String zone(String zone) {
    try {
      return ZoneId.of(zone).getId();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "zone is one such as Europe/Berlin, not '" + zone + "'", e);
    }
  }

  private static int history(String field, @Nullable Integer jobs) {
    int kept = jobs == null ? DEFAULT_HISTORY : jobs;
    if (kept < 0 || kept > MOST_HISTORY) {
      throw new IllegalArgumentException(field + " is between 0 and " + MOST_HISTORY);
    }
    return kept;
  }
}
