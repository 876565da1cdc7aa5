package io.gantry.ctl.workload;

import io.gantry.api.schedule.ConcurrencyPolicy;
import io.gantry.api.schedule.ScheduleSpec;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** All options that describe a schedule. */
final class ScheduleOptions {
  @Option(
      names = "--cron",
      required = true,
      paramLabel = "EXPRESSION",
      description = "Minute, hour, day, month, day of the week; or @hourly, @daily, @weekly, …")
  private String cron = "";

  @Option(names = "--zone", description = "Time zone it is meant in (default UTC).")
  private @Nullable String zone;

  @Option(
      names = "--concurrency",
      description = "While a job from before runs: ${COMPLETION-CANDIDATES} (default ALLOW).")
  private @Nullable ConcurrencyPolicy concurrency;

  @Option(
      names = "--starting-deadline",
      paramLabel = "TIME",
      description = "How late a job may begin (default: without limit).")
  private @Nullable Duration startingDeadline;

  @Option(names = "--keep-succeeded", description = "Succeeded jobs that stay (default 3).")
  private @Nullable Integer succeededHistory;

  @Option(names = "--keep-failed", description = "Failed jobs that stay (default 3).")
  private @Nullable Integer failedHistory;

  @Mixin private final JobOptions job = new JobOptions();

  /** What {@code --name} says. */
  @Nullable String name() {
    return job.name();
  }

  ScheduleSpec spec() {
    return new ScheduleSpec(
        cron, zone, concurrency, startingDeadline, succeededHistory, failedHistory, job.spec());
  }
}
