package io.gantry.engine.state;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The newest events of the node, kept whether or not a control plane has taken them over. An event
 * is as durable as the change it tells of. Thread-safe.
 */
public final class Journal {
  private final Database database;
  private final Clock clock;
  private final int most;
  private final List<JournalReader> followers = new CopyOnWriteArrayList<>();

  /**
   * @param most how many events are kept
   */
  public Journal(Database database, Outbox outbox, Clock clock, int most) {
    this.database = database;
    this.clock = clock;
    this.most = most;
    outbox.onAppend(() -> followers.forEach(JournalReader::wake));
  }

  /** Begins to read, the oldest first; the reader has to be closed. */
  public JournalReader open(JournalQuery query) {
    JournalReader reader = new JournalReader(this, query);
    if (query.follow()) {
      followers.add(reader);
    }
    return reader;
  }

  /** Forgets what is too old. */
  public void prune() {
    int unused = database.write(connection -> JournalTable.prune(connection, most));
  }

  List<JournalEntry> read(long after, int limit) {
    return database.read(connection -> JournalTable.read(connection, after, limit));
  }

  /** The time until a moment; negative if it has passed. */
  Duration until(Instant moment) {
    return Duration.between(clock.instant(), moment);
  }

  void closed(JournalReader reader) {
    followers.remove(reader);
  }
}
