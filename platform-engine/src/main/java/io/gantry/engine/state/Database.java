package io.gantry.engine.state;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The node's SQLite file: one writer, many readers that never wait for it. What {@link #write} did
 * is on the disk when it returns. Thread-safe.
 */
public final class Database implements AutoCloseable {
  private static final int BUSY_TIMEOUT_MILLIS = 10_000;

  /** What is done inside one transaction. */
  @FunctionalInterface
  public interface Work<T extends @Nullable Object> {
    /** Does it; called again from its start if the disk was full at first. */
    T run(Connection connection) throws SQLException;
  }

  private final Path file;
  private final Reserve reserve;
  private final ReentrantLock writing = new ReentrantLock();
  private final Connection writer;
  private final ConcurrentLinkedQueue<Connection> readers = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  private Database(Path file, Reserve reserve, Connection writer) {
    this.file = file;
    this.reserve = reserve;
    this.writer = writer;
  }

  /**
   * Opens or creates the file and runs the statements of the schema, which must be harmless when
   * repeated ({@code CREATE TABLE IF NOT EXISTS …}).
   */
  public static Database open(Path file, Reserve reserve, List<String> schema) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Database database = new Database(file, reserve, connect(file, false));
      database.write(
          connection -> {
            try (Statement statement = connection.createStatement()) {
              for (String sql : schema) {
                statement.execute(sql);
              }
            }
            return schema.size();
          });
      return database;
    } catch (IOException | SQLException e) {
      throw GantryException.of(
          ErrorCode.INTERNAL,
          "the node's store " + file + " cannot be opened: look at its directory and its disk",
          e);
    }
  }

  private static Connection connect(Path file, boolean readOnly) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setTransactionMode(
        readOnly ? SQLiteConfig.TransactionMode.DEFERRED : SQLiteConfig.TransactionMode.IMMEDIATE);
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    config.enforceForeignKeys(true);
    config.setReadOnly(readOnly);
    Connection connection = config.createConnection("jdbc:sqlite:" + file);
    connection.setAutoCommit(false);
    return connection;
  }

  /**
   * Runs the work in one transaction, alone. On a full disk the reserve is given up and the work
   * tried once more, so the work must be repeatable from its start.
   *
   * @throws GantryException NO_SPACE, CONFLICT for a broken uniqueness, else INTERNAL
   */
  public <T extends @Nullable Object> T write(Work<T> work) {
    if (writing.isHeldByCurrentThread()) {
      throw new IllegalStateException("a transaction does not begin inside another");
    }
    writing.lock();
    try {
      return transact(writer, work);
    } catch (SQLException e) {
      if (!isFull(e) || !reserve.release()) {
        throw failure(e);
      }
      return writeAgain(work);
    } finally {
      writing.unlock();
    }
  }

  private <T extends @Nullable Object> T writeAgain(Work<T> work) {
    try {
      return transact(writer, work);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Runs the work on one consistent view; it must not change anything. */
  public <T extends @Nullable Object> T read(Work<T> work) {
    try {
      Connection idle = readers.poll();
      Connection reader = idle == null ? connect(file, true) : idle;
      try {
        return transact(reader, work);
      } finally {
        giveBack(reader);
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private void giveBack(Connection reader) throws SQLException {
    readers.add(reader);
    if (closed && readers.remove(reader)) {
      reader.close();
    }
  }

  private static <T extends @Nullable Object> T transact(Connection connection, Work<T> work)
      throws SQLException {
    try {
      T result = work.run(connection);
      connection.commit();
      return result;
    } catch (SQLException | RuntimeException | Error e) {
      rollBack(connection, e);
      throw e;
    }
  }

  /** SQLite rolls back by itself when its disk fails, and has no transaction then. */
  private static void rollBack(Connection connection, Throwable failure) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      failure.addSuppressed(e);
      beginAnew(connection, failure);
    }
  }

  private static void beginAnew(Connection connection, Throwable failure) {
    try {
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      failure.addSuppressed(e); // it has nothing to commit
    }
    try {
      connection.setAutoCommit(false);
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  private static boolean isFull(SQLException e) {
    return e instanceof SQLiteException failure
        && failure.getResultCode() == SQLiteErrorCode.SQLITE_FULL;
  }

  /** A disk that takes no writes fails at a write or a sync before SQLite calls it read-only. */
  private static boolean isReadOnly(SQLException e) {
    if (!(e instanceof SQLiteException failure)) {
      return false;
    }
    int code = failure.getResultCode().code;
    return (code & 0xff) == SQLiteErrorCode.SQLITE_READONLY.code
        || code == SQLiteErrorCode.SQLITE_IOERR_WRITE.code
        || code == SQLiteErrorCode.SQLITE_IOERR_FSYNC.code;
  }

  private GantryException failure(SQLException e) {
    if (isFull(e)) {
      return GantryException.of(
          ErrorCode.NO_SPACE, "the disk of " + file + " is full: make room and repeat", e);
    }
    if (e instanceof SQLiteException failure
        && (failure.getResultCode().code & 0xff) == SQLiteErrorCode.SQLITE_CONSTRAINT.code) {
      return GantryException.of(ErrorCode.CONFLICT, "another object has the same key", e);
    }
    if (isReadOnly(e)) {
      return GantryException.of(
          ErrorCode.STORAGE,
          "the file system of " + file + " is read-only: repair and mount it again, then repeat",
          e);
    }
    return GantryException.of(
        ErrorCode.INTERNAL,
        "the node's store " + file + " failed: look at its disk and the open files of the engine",
        e);
  }

  @Override
  public void close() {
    closed = true;
    writing.lock();
    try {
      for (Connection reader = readers.poll(); reader != null; reader = readers.poll()) {
        reader.close();
      }
      writer.close();
    } catch (SQLException e) {
      throw failure(e);
    } finally {
      writing.unlock();
    }
  }
}
