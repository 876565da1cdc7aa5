package io.gantry.bench.report;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;

/** The floor: the update with its version check and nothing else, one transaction each. */
final class BareSql implements AutoCloseable {
  private final Connection connection;

  private BareSql(Connection connection) {
    this.connection = connection;
  }

  static BareSql connect(int port, String password) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "gantry");
    properties.setProperty("password", password);
    return new BareSql(
        DriverManager.getConnection(
            "jdbc:postgresql://127.0.0.1:" + port + "/postgres", properties));
  }

  /** Updates each row once, as one who read its version just before. */
  void update(List<String> containers) throws SQLException {
    for (String container : containers) {
      long version = version(container);
      try (PreparedStatement update =
          connection.prepareStatement(
              "update container_status set run = run + 1, reported_at = now(),"
                  + " version = version + 1 where container_id = ? and version = ?")) {
        update.setString(1, container);
        update.setLong(2, version);
        if (update.executeUpdate() != 1) {
          throw new SQLException("the row of " + container + " was changed by somebody else");
        }
      }
    }
  }

  private long version(String container) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select version from container_status where container_id = ?")) {
      select.setString(1, container);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          throw new SQLException("there is no row of " + container);
        }
        return row.getLong(1);
      }
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
