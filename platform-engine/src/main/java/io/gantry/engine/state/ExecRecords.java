package io.gantry.engine.state;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.Report;
import io.gantry.engine.linux.ProcessIdentity;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The further commands in all of the node's containers. A row stands and falls with its
 * container's, and its event is durable with it. Ends stay for a while, so that who comes late can
 * still read the code (MONITOR-3). Thread-safe.
 */
public final class ExecRecords {
  /** How long an end can be read, by a clock that never jumps. */
  static final Duration RETENTION = Duration.ofMinutes(5);

  private final Database database;
  private final Outbox outbox;
  private final LongSupplier monotonicNanos;

  /**
   * Opens them.
   *
   * @param monotonicNanos counts since the host's boot
   */
  public ExecRecords(Database database, Outbox outbox, LongSupplier monotonicNanos) {
    this.database = database;
    this.outbox = outbox;
    this.monotonicNanos = monotonicNanos;
  }

  /**
   * Adds one that is about to be started.
   *
   * @throws GantryException NO_SUCH_CONTAINER, CONFLICT if the id is taken
   */
  public void create(ContainerId container, String id) {
    database.write(
        connection -> {
          requireContainer(connection, container);
          return ExecTable.insert(connection, container, id);
        });
  }

  /**
   * Saves that its process runs, with the event.
   *
   * @throws GantryException NO_SUCH_EXEC if it is gone, as with its container
   */
  public void run(ContainerId container, String id, ProcessIdentity process) {
    database.write(
        connection -> {
          if (ExecTable.run(connection, id, process) == 0) {
            throw gone(container, id);
          }
          return tell(connection, container, "exec", id);
        });
    outbox.announce();
  }

  /**
   * Saves its end, with the event; one that has ended or is gone is left alone.
   *
   * @param code absent if nobody knows
   */
  public void end(ContainerId container, String id, @Nullable Integer code) {
    database.write(
        connection ->
            ExecTable.end(connection, id, code, monotonicNanos.getAsLong()) == 0
                ? 0
                : tell(connection, container, "exec_died", new ExecEnd(id, code).detail()));
    outbox.announce();
  }

  /** Forgets one whose start failed. */
  public void forget(String id) {
    database.write(connection -> ExecTable.delete(connection, id));
  }

  /**
   * Finds one of the container's. Who finds its row gone gets its end from the event, as long as
   * the node keeps that (EXEC-9).
   */
  public Optional<ExecRecord> find(ContainerId container, String id) {
    long now = monotonicNanos.getAsLong();
    return database.read(
        connection -> {
          Optional<ExecRecord> row =
              ExecTable.find(connection, id, now).filter(found -> isOf(found, container));
          return row.isPresent() ? row : told(connection, container, id);
        });
  }

  private static boolean isOf(ExecRecord record, ContainerId container) {
    return record.container().equals(container);
  }

  private static Optional<ExecRecord> told(Connection connection, ContainerId container, String id)
      throws SQLException {
    return Outbox.eventsWith(connection, id).stream()
        .filter(event -> container.equals(event.container()))
        .filter(event -> event.action().equals("exec_died"))
        .flatMap(event -> ExecEnd.read(event.detail()).stream())
        .filter(end -> end.id().equals(id))
        .map(end -> new ExecRecord(container, id, ExecRecord.State.STOPPED, null, end.code()))
        .findFirst();
  }

  /** Those that have not ended, as far as is known. */
  public List<ExecRecord> unfinished() {
    return database.read(ExecTable::unfinished);
  }

  /** Forgets ends that were readable long enough. */
  public void prune() {
    long now = monotonicNanos.getAsLong();
    database.write(connection -> ExecTable.prune(connection, now));
  }

  private static void requireContainer(Connection connection, ContainerId container)
      throws SQLException {
    if (ContainerTable.find(connection, container).isEmpty()) {
      throw GantryException.of(ErrorCode.NO_SUCH_CONTAINER, "the container was removed")
          .about("container", container);
    }
  }

  private long tell(Connection connection, ContainerId id, String action, String detail)
      throws SQLException {
    Optional<StoredContainer> container = ContainerTable.find(connection, id);
    return container.isEmpty()
        ? 0
        : Outbox.append(
            connection,
            outbox.now(),
            new Report.Event(container.get().config().tenant(), id, action, detail));
  }

  private static GantryException gone(ContainerId container, String id) {
    return GantryException.of(
            ErrorCode.NO_SUCH_EXEC, "the command was ended with its container " + container)
        .about("exec", id);
  }
}
