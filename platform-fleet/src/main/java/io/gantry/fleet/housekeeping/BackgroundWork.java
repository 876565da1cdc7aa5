package io.gantry.fleet.housekeeping;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import io.gantry.fleet.alert.AlertDelivery;
import io.gantry.fleet.audit.AuditAnchoring;
import io.gantry.fleet.secret.Resealing;
import io.gantry.fleet.workload.WorkloadSweep;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Runs this replica's share of the work that is scheduled in the database. */
@Component
class BackgroundWork implements SmartLifecycle {
  private static final Duration HOUSEKEEPING_EVERY = Duration.ofMinutes(1);
  private static final Duration SWEEP_EVERY = Duration.ofMinutes(1);
  private static final Duration SEALING_EVERY = Duration.ofHours(1);
  private static final LocalTime ANCHORS_AT = LocalTime.of(0, 10);
  private static final Duration CALLS_EVERY = Duration.ofSeconds(1);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** A replica that is not heard of for six of these is gone, and another does its work. */
  private static final Duration HEARTBEAT_EVERY = Duration.ofSeconds(10);

  /** Calls of slow servers keep no other work waiting. */
  private static final int THREADS = 2;

  private final Scheduler scheduler;
  private volatile boolean running;

  BackgroundWork(
      DataSource dataSource,
      Housekeeping housekeeping,
      AuditAnchoring anchoring,
      WorkloadSweep workloads,
      Resealing resealing,
      AlertDelivery alerts) {
    this.scheduler =
        Scheduler.create(dataSource)
            .startTasks(
                Tasks.recurring("housekeeping", FixedDelay.of(HOUSEKEEPING_EVERY))
                    .execute((instance, context) -> housekeeping.run()),
                Tasks.recurring("workload-sweep", FixedDelay.of(SWEEP_EVERY))
                    .execute((instance, context) -> workloads.run()),
                Tasks.recurring("secrets-sealed-anew", FixedDelay.of(SEALING_EVERY))
                    .execute((instance, context) -> resealing.run()),
                Tasks.recurring("alert-calls", FixedDelay.of(CALLS_EVERY))
                    .execute((instance, context) -> alerts.run()),
                Tasks.recurring("audit-anchors", Schedules.daily(ZoneOffset.UTC, ANCHORS_AT))
                    .execute((instance, context) -> anchoring.run()))
            .threads(THREADS)
            .heartbeatInterval(HEARTBEAT_EVERY)
            .pollingInterval(LOOK_EVERY)
            .build();
  }

  @Override
  public void start() {
    running = true;
    scheduler.start();
  }

  /** Lets the work that runs end. */
  @Override
  public void stop() {
    running = false;
    scheduler.stop();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
