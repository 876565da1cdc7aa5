package io.gantry.agent.watch;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a connection that gave no sign of life for a while: a peer that vanished without a word is
 * noticed only by its silence. Used by one thread.
 */
final class LifeSign implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LifeSign.class);

  private final ScheduledExecutorService timer;
  private final Duration longestSilence;
  private final Closeable connection;
  private ScheduledFuture<?> end;

  LifeSign(ScheduledExecutorService timer, Duration longestSilence, Closeable connection) {
    this.timer = timer;
    this.longestSilence = longestSilence;
    this.connection = connection;
    this.end = schedule();
  }

  /** The connection lives. */
  void seen() {
    end.cancel(false);
    end = schedule();
  }

  private ScheduledFuture<?> schedule() {
    return timer.schedule(this::giveUp, longestSilence.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void giveUp() {
    log.warn("the control plane was silent for {}: connecting anew", longestSilence);
    try {
      connection.close();
    } catch (IOException e) {
      log.debug("closing the silent connection failed", e);
    }
  }

  @Override
  public void close() {
    end.cancel(false);
  }
}
