package io.gantry.bench.fleet;

import io.gantry.bench.product.Installation;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * Puts many containers onto the nodes at once: copies of one that was created as users do, written
 * where creating it wrote. That is quicker than as many requests, and is not measured.
 */
final class Filling {
  private static final String COPIES =
      """
      insert into containers (id, tenant_id, name, image, labels, spec, memory_bytes, node_id, goal, generation,
        launch_number, requested_by, resource_version, created_at, created_by, updated_at)
      select encode(sha256((n.node_id || '-' || k)::bytea), 'hex'), t.tenant_id, 'fleet-' || n.node_id || '-' || k, t.image,
        t.labels, t.spec || jsonb_build_object('name', 'fleet-' || n.node_id || '-' || k), t.memory_bytes, n.node_id,
        'RUNNING', 1, 1, t.requested_by, n.resource_version + k, t.created_at, t.created_by, t.updated_at
      from containers t, node_assignments n, generate_series(1, ?) k
      where t.name = ? and n.node_id = any (?)
      """;
  private static final String VERSIONS =
      """
      update node_assignments set resource_version = resource_version + ?, containers = containers + ?
      where node_id = any (?)
      """;

  private Filling() {}

  static Connection connect(Installation installation) throws IOException, SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "gantry");
    properties.setProperty("password", installation.databasePassword());
    Connection connection =
        DriverManager.getConnection(
            "jdbc:postgresql://127.0.0.1:" + installation.postgresPort() + "/postgres", properties);
    try (Statement statement = connection.createStatement()) {
      statement.execute("set gantry.tenant = '*'");
    }
    return connection;
  }

  /** Each of the nodes, none of which watches yet, has so many copies of the named container. */
  static void fill(Connection database, String template, int each, String... nodes)
      throws SQLException {
    try (PreparedStatement copies = database.prepareStatement(COPIES);
        PreparedStatement versions = database.prepareStatement(VERSIONS)) {
      copies.setInt(1, each);
      copies.setString(2, template);
      copies.setArray(3, database.createArrayOf("text", nodes));
      copies.executeUpdate();
      versions.setInt(1, each);
      versions.setInt(2, each);
      versions.setArray(3, database.createArrayOf("text", nodes));
      versions.executeUpdate();
    }
    try (Statement statement = database.createStatement()) {
      statement.execute("analyze");
    }
  }
}
