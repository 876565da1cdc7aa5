package io.gantry.engine.state;

import io.gantry.api.container.ExitRecord;
import io.gantry.api.node.Report;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * What the node has still to tell, in the order it happened. The state's own reports are added in
 * the transaction that makes the state durable. Thread-safe.
 */
public final class Outbox {
  static final List<String> SCHEMA =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS outbox (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, body TEXT NOT NULL)""",
          """
          CREATE TABLE IF NOT EXISTS outbox_mark (
            one INTEGER PRIMARY KEY CHECK (one = 1), epoch TEXT NOT NULL,
            acknowledged INTEGER NOT NULL)""");

  private final Database database;
  private final Clock clock;
  private volatile String epoch;
  private volatile long acknowledged;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** Finds the epoch in the store, or begins one. */
  public Outbox(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
    this.epoch = database.write(Outbox::openEpoch);
    this.acknowledged = database.read(Outbox::readAcknowledged);
  }

  private static String openEpoch(Connection connection) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT OR IGNORE INTO outbox_mark VALUES (1, ?, 0)")) {
      insert.setString(1, UUID.randomUUID().toString());
      insert.executeUpdate();
    }
    try (PreparedStatement select = connection.prepareStatement("SELECT epoch FROM outbox_mark");
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getString(1);
    }
  }

  private static long readAcknowledged(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement("SELECT acknowledged FROM outbox_mark");
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  /** The newest sequence of this epoch that was acknowledged; 0 if none. */
  public long acknowledged() {
    return acknowledged;
  }

  /**
   * Begins a new epoch and tells everything that is still known once more: the end of each run that
   * was not forgotten, and the state of each container. For a control plane that has lost what it
   * had acknowledged, as after a restore from a backup. The ends of the last minutes and the states
   * come first, then the older ends.
   */
  public void tellAnew() {
    Instant now = clock.instant();
    epoch =
        database.write(
            connection -> {
              RunTable.tellAnew(connection, now);
              for (StoredContainer container : ContainerTable.list(connection)) {
                append(connection, now, Statuses.of(container.config(), container.record(), false));
              }
              ExitHistoryTable.untell(connection);
              return replaceEpoch(connection);
            });
    acknowledged = 0;
    announce();
    tellRest();
  }

  /** Tells the older ends that are still to be told again, as after a crash on the way. */
  public void tellRest() {
    ExitHistory.inBatches(
        database,
        connection -> ExitHistoryTable.tell(connection, clock.instant(), ExitHistory.BATCH));
    announce();
  }

  private static String replaceEpoch(Connection connection) throws SQLException {
    String fresh = UUID.randomUUID().toString();
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE outbox_mark SET epoch = ?, acknowledged = 0")) {
      update.setString(1, fresh);
      update.executeUpdate();
    }
    return fresh;
  }

  /** Made anew with the store and by {@link #tellAnew}; sequences of two epochs do not compare. */
  public String epoch() {
    return epoch;
  }

  /** The oldest reports with a sequence greater than {@code after}, at most {@code limit}. */
  public List<Report> read(long after, int limit) {
    return database.read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT sequence, body FROM outbox WHERE sequence > ? ORDER BY sequence LIMIT ?")) {
            select.setLong(1, after);
            select.setInt(2, limit);
            return reports(select);
          }
        });
  }

  /** The events still to be told whose text holds this one, the newest first. */
  static List<Report.Event> eventsWith(Connection connection, String text) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT sequence, body FROM outbox WHERE instr(body, ?) > 0 ORDER BY sequence DESC")) {
      select.setString(1, text);
      return reports(select).stream().flatMap(report -> Stream.ofNullable(report.event())).toList();
    }
  }

  private static List<Report> reports(PreparedStatement select) throws SQLException {
    List<Report> reports = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        Report body = StateMapper.read(row.getString(2), Report.class);
        reports.add(
            new Report(
                row.getLong(1),
                body.at(),
                body.status(),
                body.exit(),
                body.event(),
                body.images()));
      }
    }
    return reports;
  }

  /** Forgets all reports up to the sequence: the control plane has them in its database. */
  public void acknowledge(long sequence) {
    database.write(
        connection -> {
          try (PreparedStatement delete =
                  connection.prepareStatement("DELETE FROM outbox WHERE sequence <= ?");
              PreparedStatement mark =
                  connection.prepareStatement(
                      "UPDATE outbox_mark SET acknowledged = max(acknowledged, ?)")) {
            delete.setLong(1, sequence);
            delete.executeUpdate();
            mark.setLong(1, sequence);
            return mark.executeUpdate();
          }
        });
    acknowledged = Math.max(acknowledged, sequence);
  }

  /** Adds the list of a tenant's images. */
  public void append(Report.Images images) {
    database.write(
        connection -> append(connection, new Report(0, clock.instant(), null, null, null, images)));
    announce();
  }

  /** Adds a status that tells more than the state's own, as how far an assignment was reached. */
  public void append(Report.ContainerStatus status) {
    database.write(connection -> append(connection, clock.instant(), status));
    announce();
  }

  /** Adds an event that comes with no change of a container's state. */
  public void append(Report.Event event) {
    database.write(connection -> append(connection, clock.instant(), event));
    announce();
  }

  /** Calls the listener after each commit that appended; it must return at once. */
  public void onAppend(Runnable listener) {
    listeners.add(listener);
  }

  void announce() {
    listeners.forEach(Runnable::run);
  }

  static long append(Connection connection, Instant at, Report.ContainerStatus status)
      throws SQLException {
    return append(connection, new Report(0, at, status, null, null, null));
  }

  Instant now() {
    return clock.instant();
  }

  static long append(Connection connection, Instant at, ExitRecord exit) throws SQLException {
    return append(connection, new Report(0, at, null, exit, null, null));
  }

  /** Adds an event, also to the journal. */
  static long append(Connection connection, Instant at, Report.Event event) throws SQLException {
    int unused = JournalTable.append(connection, at, event);
    return append(connection, new Report(0, at, null, null, event, null));
  }

  private static long append(Connection connection, Report body) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO outbox (at, body) VALUES (?, ?) RETURNING sequence")) {
      insert.setString(1, body.at().toString());
      insert.setString(2, StateMapper.write(body));
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
