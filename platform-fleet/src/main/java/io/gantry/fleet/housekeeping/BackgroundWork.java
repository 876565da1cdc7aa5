package io.gantry.fleet.housekeeping;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Runs this replica's share of the work that is scheduled in the database. */
@Component
class BackgroundWork implements SmartLifecycle {
  private static final Duration HOUSEKEEPING_EVERY = Duration.ofMinutes(1);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);

  private final Scheduler scheduler;
  private volatile boolean running;

  BackgroundWork(DataSource dataSource, Housekeeping housekeeping) {
    this.scheduler =
        Scheduler.create(dataSource)
            .startTasks(
                Tasks.recurring("housekeeping", FixedDelay.of(HOUSEKEEPING_EVERY))
                    .execute((instance, context) -> housekeeping.run()))
            .threads(1)
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
