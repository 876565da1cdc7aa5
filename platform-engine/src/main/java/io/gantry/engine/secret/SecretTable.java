package io.gantry.engine.secret;

import io.gantry.api.container.TenantId;
import io.gantry.engine.state.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows of sealed secrets. */
record SecretTable(Database database) {
  static final List<String> SCHEMA =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS secret (
            tenant TEXT NOT NULL, name TEXT NOT NULL, created_at TEXT NOT NULL,
            sealed BLOB NOT NULL, PRIMARY KEY (tenant, name))""");

  /** Adds it unless one of that name is there; returns whether it was added. */
  boolean insert(TenantId tenant, SecretSummary summary, byte[] sealed) {
    return write("INSERT OR IGNORE INTO secret VALUES (?, ?, ?, ?)", tenant, summary, sealed);
  }

  /** Adds it, in place of one of that name. */
  void put(TenantId tenant, SecretSummary summary, byte[] sealed) {
    boolean unused =
        write("INSERT OR REPLACE INTO secret VALUES (?, ?, ?, ?)", tenant, summary, sealed);
  }

  private boolean write(String sql, TenantId tenant, SecretSummary summary, byte[] sealed) {
    return database.write(
        connection -> {
          try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, tenant.value());
            insert.setString(2, summary.name());
            insert.setString(3, summary.createdAt().toString());
            insert.setBytes(4, sealed);
            return insert.executeUpdate() == 1;
          }
        });
  }

  Optional<byte[]> find(TenantId tenant, String name) {
    return database.read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT sealed FROM secret WHERE tenant = ? AND name = ?")) {
            select.setString(1, tenant.value());
            select.setString(2, name);
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? Optional.of(row.getBytes(1)) : Optional.<byte[]>empty();
            }
          }
        });
  }

  List<SecretSummary> list(TenantId tenant) {
    return database.read(
        connection -> {
          List<SecretSummary> secrets = new ArrayList<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT name, created_at FROM secret WHERE tenant = ? ORDER BY name")) {
            select.setString(1, tenant.value());
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                secrets.add(new SecretSummary(row.getString(1), Instant.parse(row.getString(2))));
              }
            }
          }
          return secrets;
        });
  }

  List<TenantId> tenants() {
    return database.read(
        connection -> {
          List<TenantId> tenants = new ArrayList<>();
          try (PreparedStatement select =
                  connection.prepareStatement("SELECT DISTINCT tenant FROM secret");
              ResultSet row = select.executeQuery()) {
            while (row.next()) {
              tenants.add(new TenantId(row.getString(1)));
            }
          }
          return tenants;
        });
  }

  /** Returns whether there was one. */
  boolean delete(TenantId tenant, String name) {
    return database.write(
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement("DELETE FROM secret WHERE tenant = ? AND name = ?")) {
            delete.setString(1, tenant.value());
            delete.setString(2, name);
            return delete.executeUpdate() == 1;
          }
        });
  }

  void clear() {
    int unused =
        database.write(
            connection -> {
              try (PreparedStatement delete = connection.prepareStatement("DELETE FROM secret")) {
                return delete.executeUpdate();
              }
            });
  }
}
