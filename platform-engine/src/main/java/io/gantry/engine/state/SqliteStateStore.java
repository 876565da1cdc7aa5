package io.gantry.engine.state;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.container.TenantId;
import io.gantry.api.image.Digest;
import io.gantry.api.node.Report;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The state store on the node's database. */
public final class SqliteStateStore implements StateStore {
  /** The tables of containers, pods, runs, further commands, events and the outbox. */
  public static final List<String> SCHEMA =
      Stream.of(
              ContainerTable.SCHEMA,
              DependencyTable.SCHEMA,
              PodTable.SCHEMA,
              RunTable.SCHEMA,
              ExitHistoryTable.SCHEMA,
              ExecTable.SCHEMA,
              JournalTable.SCHEMA,
              Outbox.SCHEMA)
          .flatMap(List::stream)
          .toList();

  private final Database database;
  private final Outbox outbox;
  private final KnownContainers known;
  private final Set<ContainerId> unreadable = ConcurrentHashMap.newKeySet();

  /** Reads the whole table once; nobody else may write to it from then on. */
  public SqliteStateStore(Database database, Outbox outbox) {
    this.database = database;
    this.outbox = outbox;
    ContainerTable.Rows rows = database.read(ContainerTable::rows);
    this.known = new KnownContainers(rows.containers());
    unreadable.addAll(rows.unreadable());
  }

  @Override
  public void insert(ContainerConfig config, Change change) {
    commit(
        connection -> {
          ContainerTable.insert(connection, config, change.record());
          tell(connection, config, change, false);
        },
        () -> known.inserted(new StoredContainer(config, change.record())));
  }

  @Override
  public void save(ContainerConfig config, Change change) {
    commit(
        connection -> save(connection, config, change),
        () -> known.changed(new StoredContainer(config, change.record())));
  }

  @Override
  public void saveAll(List<Saved> all) {
    commit(
        connection -> {
          for (Saved one : all) {
            save(connection, one.config(), one.change());
          }
        },
        () ->
            all.forEach(
                one -> known.changed(new StoredContainer(one.config(), one.change().record()))));
  }

  private static void save(Connection connection, ContainerConfig config, Change change)
      throws SQLException {
    ContainerTable.update(connection, config, change.record());
    tell(connection, config, change, false);
  }

  @Override
  public void replaceConfig(ContainerConfig config, Change change) {
    commit(
        connection -> {
          ContainerTable.updateConfig(connection, config);
          save(connection, config, change);
        },
        () -> known.changed(new StoredContainer(config, change.record())));
  }

  @Override
  public void remove(ContainerConfig config, Change last) {
    commit(
        connection -> {
          ContainerTable.delete(connection, config);
          tell(connection, config, last, true);
        },
        () -> known.removed(config.id()));
  }

  @Override
  public void evict(ContainerId id) {
    commit(
        connection -> {
          TenantId tenant = ContainerTable.evict(connection, id);
          Report.Event event = new Report.Event(tenant, id, "remove", "evicted");
          Outbox.append(connection, outbox.now(), event);
        },
        () -> unreadable.remove(id));
  }

  @Override
  public Set<ContainerId> unreadable() {
    return Set.copyOf(unreadable);
  }

  @Override
  public void tell(ContainerConfig config, String action, @Nullable String detail) {
    outbox.append(new Report.Event(config.tenant(), config.id(), action, detail));
  }

  private static void tell(
      Connection connection, ContainerConfig config, Change change, boolean removed)
      throws SQLException {
    ContainerRecord record = change.record();
    if (change.opensRun()) {
      RunTable.open(connection, config.id(), record.run(), change.at());
    }
    if (change.exit() != null) {
      RunTable.end(connection, change.exit(), change.at());
    }
    Outbox.append(connection, change.at(), Statuses.of(config, record, removed));
    for (Change.Happening happening : change.events()) {
      Outbox.append(connection, change.at(), change.event(config, happening));
    }
  }

  /** A transaction that appends to the outbox. */
  @FunctionalInterface
  private interface Appending {
    void run(Connection connection) throws SQLException;
  }

  /**
   * @param done what holds once the work is on the disk, told before anybody hears of it
   */
  private void commit(Appending work, Runnable done) {
    database.write(
        connection -> {
          work.run(connection);
          return true;
        });
    done.run();
    outbox.announce();
  }

  @Override
  public Optional<StoredContainer> find(ContainerId id) {
    return known.find(id);
  }

  @Override
  public Optional<ContainerId> findByName(TenantId tenant, String name) {
    return database.read(connection -> ContainerTable.findByName(connection, tenant, name));
  }

  @Override
  public List<ContainerId> findByPrefix(TenantId tenant, String prefix, int limit) {
    return database.read(
        connection -> ContainerTable.findByPrefix(connection, tenant, prefix, limit));
  }

  @Override
  public List<StoredContainer> list() {
    return known.all();
  }

  @Override
  public List<ContainerId> dependents(ContainerId id) {
    return database.read(connection -> DependencyTable.dependents(connection, id));
  }

  @Override
  public boolean usesImage(TenantId tenant, Digest image) {
    return database.read(connection -> ContainerTable.usesImage(connection, tenant, image));
  }

  @Override
  public Optional<ExitRecord> exit(ContainerId id, long run) {
    return database.read(connection -> RunTable.exit(connection, id, run));
  }

  @Override
  public Optional<ExitRecord> newestExit(ContainerId id) {
    return database.read(connection -> RunTable.newestExit(connection, id));
  }

  @Override
  public void pruneExits(Instant now, Duration retention) {
    Instant before = now.minus(retention);
    ExitHistory.inBatches(
        database,
        connection -> {
          List<ToldExit> old = RunTable.takeOut(connection, before, ExitHistory.BATCH);
          ExitHistoryTable.keep(connection, old, now);
          return old.size();
        });
  }
}
