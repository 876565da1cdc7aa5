package io.gantry.fleet.audit;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Has what this replica counted of refusals noted each minute and at its end. A replica that is
 * killed loses the counts of a minute.
 */
@Component
class RefusalCount implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(RefusalCount.class);

  private final Refusals refusals;
  private @Nullable ScheduledExecutorService clockwork;

  RefusalCount(Refusals refusals) {
    this.refusals = refusals;
  }

  @Override
  public synchronized void start() {
    clockwork =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("refusal-count").factory());
    var unused = clockwork.scheduleWithFixedDelay(this::note, 1, 1, TimeUnit.MINUTES);
  }

  @Override
  public synchronized void stop() {
    if (clockwork != null) {
      clockwork.shutdown();
      clockwork = null;
      note();
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return clockwork != null;
  }

  private void note() {
    try {
      refusals.noteCounted();
    } catch (RuntimeException e) {
      // The thread goes on: the database may be back in a minute.
      LOG.atError().setCause(e).log("refusals that were counted cannot be noted");
    }
  }
}
