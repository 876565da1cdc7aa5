package io.gantry.engine.state;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.pod.PodId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows of pods. Methods run inside the caller's transaction. */
final class PodTable {
  static final List<String> SCHEMA =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS pod (
            id TEXT PRIMARY KEY, tenant TEXT NOT NULL, name TEXT NOT NULL,
            record TEXT NOT NULL, UNIQUE (tenant, name))""");

  private PodTable() {}

  static void insert(Connection connection, PodRecord pod) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO pod VALUES (?, ?, ?, ?)")) {
      insert.setString(1, pod.id().value());
      insert.setString(2, pod.tenant().value());
      insert.setString(3, pod.name());
      insert.setString(4, StateMapper.write(pod));
      insert.executeUpdate();
    }
  }

  /** Refuses a member of a pod that is gone, or going (STORAGE-12). */
  static void requireOpen(Connection connection, ContainerConfig member) throws SQLException {
    PodMembership membership = member.membership();
    if (membership == null) {
      return;
    }
    PodRecord pod =
        find(connection, membership.pod()).orElseThrow(() -> PodStore.unknown(membership.pod()));
    if (pod.phase() == PodRecord.Phase.REMOVING) {
      throw GantryException.of(
              ErrorCode.STATE_INVALID, "the pod is being removed: make another one")
          .about("pod", pod.id())
          .in(pod.phase());
    }
  }

  /** Tells whether there was a row. */
  static boolean update(Connection connection, PodRecord pod) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE pod SET record = ? WHERE id = ?")) {
      update.setString(1, StateMapper.write(pod));
      update.setString(2, pod.id().value());
      return update.executeUpdate() > 0;
    }
  }

  /** Tells whether there was a row. */
  static boolean delete(Connection connection, PodId id) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement("DELETE FROM pod WHERE id = ?")) {
      delete.setString(1, id.value());
      return delete.executeUpdate() > 0;
    }
  }

  static Optional<PodRecord> find(Connection connection, PodId id) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT record FROM pod WHERE id = ?")) {
      select.setString(1, id.value());
      return pods(select).stream().findFirst();
    }
  }

  static Optional<PodRecord> findByName(Connection connection, TenantId tenant, String name)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT record FROM pod WHERE tenant = ? AND name = ?")) {
      select.setString(1, tenant.value());
      select.setString(2, name);
      return pods(select).stream().findFirst();
    }
  }

  static List<PodRecord> list(Connection connection) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT record FROM pod ORDER BY id")) {
      return pods(select);
    }
  }

  private static List<PodRecord> pods(PreparedStatement select) throws SQLException {
    List<PodRecord> pods = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        pods.add(StateMapper.read(row.getString(1), PodRecord.class));
      }
    }
    return pods;
  }
}
