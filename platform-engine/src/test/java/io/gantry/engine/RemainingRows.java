package io.gantry.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows that an engine has only while there are containers, pods or connections. */
final class RemainingRows {
  /** Of the engine's store. */
  static final List<String> IN_STORE =
      List.of("container", "pod", "dependency", "exec_session", "volume_use", "volume_mount");

  /** Of what a reboot loses. */
  static final List<String> OF_NETWORKS = List.of("attachment", "lease", "lease_detail");

  private final Path store;
  private final Path networks;

  RemainingRows(Path directory) {
    this.store = directory.resolve("home/db/engine.sqlite");
    this.networks = directory.resolve("run/network.sqlite");
  }

  List<String> find() {
    List<String> found = new ArrayList<>();
    IN_STORE.forEach(table -> count(store, table, found));
    OF_NETWORKS.forEach(table -> count(networks, table, found));
    return found;
  }

  /** What the engine's bridges and chains are told by; empty if it never had any. */
  Optional<String> mark() {
    return first(store, "SELECT mark FROM network_installation");
  }

  private static void count(Path file, String table, List<String> found) {
    first(file, "SELECT count(*) FROM " + table)
        .filter(count -> !count.equals("0"))
        .ifPresent(count -> found.add("rows of " + table + ": " + count));
  }

  private static Optional<String> first(Path file, String query) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
    } catch (SQLException e) {
      throw new IllegalStateException(query, e);
    }
  }
}
