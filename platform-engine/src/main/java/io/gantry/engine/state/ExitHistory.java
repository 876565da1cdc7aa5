package io.gantry.engine.state;

import java.time.Clock;
import java.time.Instant;

/**
 * The ends of runs that are acknowledged and that nobody asks the engine for any more. They are
 * kept for a control plane that forgets them, as after a restore from a backup. Thread-safe.
 */
public final class ExitHistory {
  /** Rows that one transaction touches at most, so that others never wait long. */
  static final int BATCH = 500;

  private final Database database;
  private final Clock clock;
  private final ExitRetention retention;

  public ExitHistory(Database database, Clock clock, ExitRetention retention) {
    this.database = database;
    this.clock = clock;
    this.retention = retention;
  }

  /**
   * Forgets what is too old, and the oldest of what is too many. What was told again and is not
   * acknowledged yet stays, whatever its age.
   */
  public void prune() {
    Instant before = clock.instant().minus(retention.age());
    inBatches(database, connection -> ExitHistoryTable.forgetOlder(connection, before, BATCH));
    inBatches(
        database, connection -> ExitHistoryTable.forgetBeyond(connection, retention.most(), BATCH));
  }

  /** Repeats work on a batch, each time in a transaction of its own, until one is not full. */
  static void inBatches(Database database, Database.Work<Integer> batch) {
    int done = BATCH;
    while (done == BATCH) {
      done = database.write(batch);
    }
  }
}
