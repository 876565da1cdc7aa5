package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work of the engine that nobody waits for and nobody asks for again: what fails is done again
 * until it is done, less and less often. A disk that takes nothing now may take it in a minute.
 */
final class Persistent {
  private static final Logger LOG = LoggerFactory.getLogger(Persistent.class);
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final Workers workers;

  Persistent(Workers workers) {
    this.workers = workers;
  }

  /** Has a worker do it; a container that is gone needs nothing any more. */
  void run(ContainerId id, Runnable work) {
    run(id, work, FIRST);
  }

  private void run(ContainerId id, Runnable work, Duration again) {
    try {
      workers.followUps().execute(() -> attempt(id, work, again));
    } catch (RejectedExecutionException e) {
      LOG.debug("closing, left to the next opening container={}", id, e);
    }
  }

  private void attempt(ContainerId id, Runnable work, Duration again) {
    try {
      work.run();
    } catch (GantryException e) {
      if (e.code() != ErrorCode.NO_SUCH_CONTAINER && e.code() != ErrorCode.REMOVED) {
        LOG.error("work of the engine failed, again in {} container={}", again, id, e);
        Duration twice = again.multipliedBy(2);
        Duration next = twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
        workers.after(again, () -> run(id, work, next));
      }
    }
  }
}
