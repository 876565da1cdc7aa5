package io.gantry.engine.network;

import io.gantry.api.container.TenantId;
import io.gantry.engine.state.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The networks in the node's store. */
final class NetworkTable {
  static final List<String> SCHEMA =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS network (
            number INTEGER PRIMARY KEY AUTOINCREMENT, tenant TEXT NOT NULL, name TEXT NOT NULL,
            subnet TEXT NOT NULL, internal INTEGER NOT NULL, created_at TEXT NOT NULL,
            UNIQUE (tenant, name))""",
          """
          CREATE TABLE IF NOT EXISTS network_installation (
            one INTEGER PRIMARY KEY CHECK (one = 1), mark TEXT NOT NULL)""");

  private static final String COLUMNS = "number, tenant, name, subnet, internal, created_at";
  private static final int NUMBER_BASE = 36;

  private final Database database;
  private final String mark;

  /**
   * @param fresh the mark of this installation, if it has none yet: six characters
   */
  NetworkTable(Database database, String fresh) {
    this.database = database;
    this.mark = database.write(connection -> mark(connection, fresh));
  }

  private static String mark(Connection connection, String fresh) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT OR IGNORE INTO network_installation VALUES (1, ?)")) {
      insert.setString(1, fresh);
      insert.executeUpdate();
    }
    try (PreparedStatement select =
            connection.prepareStatement("SELECT mark FROM network_installation");
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getString(1);
    }
  }

  /** Tells this installation's bridges and rules from another's on the host. */
  String mark() {
    return mark;
  }

  Optional<Network> find(TenantId tenant, String name) {
    return database.read(connection -> find(connection, tenant, name));
  }

  List<Network> list() {
    return database.read(this::list);
  }

  /**
   * Finds a network or adds it.
   *
   * @param subnet chooses one, given all networks there are
   */
  Network findOrAdd(
      TenantId tenant,
      String name,
      boolean internal,
      Instant now,
      Function<List<Network>, Subnet> subnet) {
    Optional<Network> known = find(tenant, name);
    return known.orElseGet(
        () ->
            database.write(
                connection -> {
                  Optional<Network> other = find(connection, tenant, name);
                  return other.isPresent()
                      ? other.get()
                      : add(
                          connection, tenant, name, subnet.apply(list(connection)), internal, now);
                }));
  }

  /** Adds a network; CONFLICT if the tenant has one of that name. */
  Network add(
      TenantId tenant,
      String name,
      boolean internal,
      Instant now,
      Function<List<Network>, Subnet> subnet) {
    return database.write(
        connection -> add(connection, tenant, name, subnet.apply(list(connection)), internal, now));
  }

  /** Gives a network another subnet. */
  Network move(Network network, Function<List<Network>, Subnet> subnet) {
    return database.write(
        connection -> {
          Subnet chosen = subnet.apply(list(connection));
          try (PreparedStatement update =
              connection.prepareStatement("UPDATE network SET subnet = ? WHERE number = ?")) {
            update.setString(1, chosen.toString());
            update.setLong(2, network.number());
            update.executeUpdate();
          }
          return network.withSubnet(chosen);
        });
  }

  void remove(Network network) {
    database.write(
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement("DELETE FROM network WHERE number = ?")) {
            delete.setLong(1, network.number());
            return delete.executeUpdate();
          }
        });
  }

  private Network add(
      Connection connection,
      TenantId tenant,
      String name,
      Subnet subnet,
      boolean internal,
      Instant now)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO network (tenant, name, subnet, internal, created_at)"
                + " VALUES (?, ?, ?, ?, ?)")) {
      insert.setString(1, tenant.value());
      insert.setString(2, name);
      insert.setString(3, subnet.toString());
      insert.setBoolean(4, internal);
      insert.setString(5, now.toString());
      insert.executeUpdate();
    }
    return find(connection, tenant, name).orElseThrow();
  }

  private Optional<Network> find(Connection connection, TenantId tenant, String name)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT " + COLUMNS + " FROM network WHERE tenant = ? AND name = ?")) {
      select.setString(1, tenant.value());
      select.setString(2, name);
      return read(select).stream().findFirst();
    }
  }

  private List<Network> list(Connection connection) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT " + COLUMNS + " FROM network ORDER BY number")) {
      return read(select);
    }
  }

  private List<Network> read(PreparedStatement select) throws SQLException {
    List<Network> networks = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        long number = row.getLong(1);
        String suffix = Long.toString(number, NUMBER_BASE);
        networks.add(
            new Network(
                number,
                new TenantId(row.getString(2)),
                row.getString(3),
                "gantry-" + mark + "-" + suffix,
                "gt" + mark + "-" + suffix,
                Subnet.parse(row.getString(4)),
                row.getBoolean(5),
                Instant.parse(row.getString(6))));
      }
    }
    return networks;
  }
}
