package io.gantry.engine.state;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.Digest;
import io.gantry.api.pod.PodId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** The rows of containers. Methods run inside the caller's transaction. */
final class ContainerTable {
  private static final Logger LOG = LoggerFactory.getLogger(ContainerTable.class);

  static final List<String> SCHEMA =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS container (
            id TEXT PRIMARY KEY, tenant TEXT NOT NULL, name TEXT NOT NULL,
            config TEXT NOT NULL, record TEXT NOT NULL, UNIQUE (tenant, name))""");

  private ContainerTable() {}

  static void insert(Connection connection, ContainerConfig config, ContainerRecord record)
      throws SQLException {
    requireFree(connection, config);
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO container VALUES (?, ?, ?, ?, ?)")) {
      insert.setString(1, config.id().value());
      insert.setString(2, config.tenant().value());
      insert.setString(3, config.name());
      insert.setString(4, StateMapper.write(config));
      insert.setString(5, StateMapper.write(record));
      insert.executeUpdate();
    }
    DependencyTable.insert(connection, config);
    PodTable.requireOpen(connection, config);
  }

  private static void requireFree(Connection connection, ContainerConfig config)
      throws SQLException {
    if (find(connection, config.id()).isPresent()
        || PodTable.find(connection, new PodId(config.id().value())).isPresent()) {
      throw GantryException.of(
              ErrorCode.CONTAINER_EXISTS, "a container or pod with this id exists: take a new id")
          .about("container", config.id());
    }
    requireFreeName(connection, config);
  }

  private static void requireFreeName(Connection connection, ContainerConfig config)
      throws SQLException {
    Optional<ContainerId> holder = findByName(connection, config.tenant(), config.name());
    if (holder.filter(id -> !id.equals(config.id())).isPresent()) {
      throw taken(config, "container " + holder.get().shortId());
    }
    Optional<PodRecord> pod = PodTable.findByName(connection, config.tenant(), config.name());
    if (pod.isPresent()) {
      throw taken(config, "pod " + pod.get().id().shortId());
    }
  }

  private static GantryException taken(ContainerConfig config, String holder) {
    return GantryException.of(
            ErrorCode.NAME_DUPLICATE,
            "the name '%s' belongs to %s: take another or remove that one"
                .formatted(config.name(), holder))
        .about("container", config.id());
  }

  static void update(Connection connection, ContainerConfig config, ContainerRecord record)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE container SET record = ? WHERE id = ?")) {
      update.setString(1, StateMapper.write(record));
      update.setString(2, config.id().value());
      requireRow(config, update.executeUpdate());
    }
  }

  static void updateConfig(Connection connection, ContainerConfig config) throws SQLException {
    requireFreeName(connection, config);
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE container SET config = ?, name = ? WHERE id = ?")) {
      update.setString(1, StateMapper.write(config));
      update.setString(2, config.name());
      update.setString(3, config.id().value());
      requireRow(config, update.executeUpdate());
    }
  }

  static void delete(Connection connection, ContainerConfig config) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM container WHERE id = ?")) {
      delete.setString(1, config.id().value());
      requireRow(config, delete.executeUpdate());
    }
    DependencyTable.delete(connection, config.id());
  }

  private static void requireRow(ContainerConfig config, int rows) {
    if (rows == 0) {
      throw gone(config.id());
    }
  }

  private static GantryException gone(ContainerId id) {
    return GantryException.of(ErrorCode.REMOVED, "the container was removed meanwhile")
        .about("container", id);
  }

  static Optional<StoredContainer> find(Connection connection, ContainerId id) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT config, record FROM container WHERE id = ?")) {
      select.setString(1, id.value());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(stored(row)) : Optional.empty();
      }
    }
  }

  static Optional<ContainerId> findByName(Connection connection, TenantId tenant, String name)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT id FROM container WHERE tenant = ? AND name = ?")) {
      select.setString(1, tenant.value());
      select.setString(2, name);
      return ids(select).stream().findFirst();
    }
  }

  static List<ContainerId> findByPrefix(
      Connection connection, TenantId tenant, String prefix, int limit) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT id FROM container WHERE tenant = ? AND id >= ? AND id < ? || 'g' LIMIT ?")) {
      select.setString(1, tenant.value());
      select.setString(2, prefix);
      select.setString(3, prefix);
      select.setInt(4, limit);
      return ids(select);
    }
  }

  /** All rows: those that can be read, and the ids of the others. */
  record Rows(List<StoredContainer> containers, Set<ContainerId> unreadable) {}

  static List<StoredContainer> list(Connection connection) throws SQLException {
    return rows(connection).containers();
  }

  /** One broken row keeps nobody from the others. */
  static Rows rows(Connection connection) throws SQLException {
    Rows rows = new Rows(new ArrayList<>(), new HashSet<>());
    try (PreparedStatement select =
            connection.prepareStatement("SELECT config, record, id FROM container ORDER BY id");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        add(row, rows);
      }
    }
    return rows;
  }

  private static void add(ResultSet row, Rows rows) throws SQLException {
    try {
      rows.containers().add(stored(row));
    } catch (JacksonException e) {
      LOG.error("row not readable, only eviction is left container={}", row.getString(3), e);
      rows.unreadable().add(new ContainerId(row.getString(3)));
    }
  }

  /** Deletes a row without reading more of it than whose it is. */
  static TenantId evict(Connection connection, ContainerId id) throws SQLException {
    DependencyTable.delete(connection, id);
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM container WHERE id = ? RETURNING tenant")) {
      delete.setString(1, id.value());
      try (ResultSet row = delete.executeQuery()) {
        if (row.next()) {
          return new TenantId(row.getString(1));
        }
      }
    }
    throw gone(id);
  }

  static boolean usesImage(Connection connection, TenantId tenant, Digest image)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT 1 FROM container WHERE tenant = ? AND config ->> '$.image.id' = ? LIMIT 1")) {
      select.setString(1, tenant.value());
      select.setString(2, image.value());
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  private static List<ContainerId> ids(PreparedStatement select) throws SQLException {
    List<ContainerId> ids = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        ids.add(new ContainerId(row.getString(1)));
      }
    }
    return ids;
  }

  private static StoredContainer stored(ResultSet row) throws SQLException {
    return new StoredContainer(
        StateMapper.read(row.getString(1), ContainerConfig.class),
        StateMapper.read(row.getString(2), ContainerRecord.class));
  }
}
