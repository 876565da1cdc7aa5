package io.gantry.engine.network;

import io.gantry.api.container.TenantId;
import io.gantry.api.network.NetworkDefinition;
import io.gantry.api.network.NetworkSubnet;
import io.gantry.api.network.Subnet;
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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The networks in the node's store. */
final class NetworkTable {
  /** A network without a definition is one for which nothing was asked but a way out or none. */
  static final List<String> SCHEMA =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS network (
            number INTEGER PRIMARY KEY AUTOINCREMENT, tenant TEXT NOT NULL, name TEXT NOT NULL,
            subnet TEXT NOT NULL, internal INTEGER NOT NULL, created_at TEXT NOT NULL,
            UNIQUE (tenant, name))""",
          """
          CREATE TABLE IF NOT EXISTS network_definition (
            network INTEGER PRIMARY KEY REFERENCES network ON DELETE CASCADE,
            definition TEXT NOT NULL, ipv6 TEXT)""",
          """
          CREATE TABLE IF NOT EXISTS network_installation (
            one INTEGER PRIMARY KEY CHECK (one = 1), mark TEXT NOT NULL)""");

  private static final String SELECT =
      """
      SELECT n.number, n.tenant, n.name, n.subnet, n.internal, n.created_at, d.definition, d.ipv6
      FROM network n LEFT JOIN network_definition d ON d.network = n.number""";

  private static final int NUMBER_BASE = 36;

  /** What an older engine did not store has its default. */
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();

  private final Database database;
  private final String mark;

  /** A network to be added. */
  record Fresh(TenantId tenant, String name, NetworkDefinition definition, Instant createdAt) {}

  /**
   * Chooses the subnets of a network, IPv4 first, given all networks there are. It is called in the
   * transaction that stores them.
   */
  @FunctionalInterface
  interface Choice extends Function<List<Network>, List<NetworkSubnet>> {}

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

  /** Finds the network of that name, or adds it. */
  Network findOrAdd(Fresh fresh, Choice choice) {
    return find(fresh.tenant(), fresh.name())
        .orElseGet(
            () ->
                database.write(
                    connection -> {
                      Optional<Network> other = find(connection, fresh.tenant(), fresh.name());
                      return other.isPresent() ? other.get() : add(connection, fresh, choice);
                    }));
  }

  /** Adds a network; CONFLICT if the tenant has one of that name. */
  Network add(Fresh fresh, Choice choice) {
    return database.write(connection -> add(connection, fresh, choice));
  }

  /** Gives a network another subnet of IPv4. */
  Network move(Network network, Choice choice) {
    return database.write(
        connection -> {
          NetworkSubnet chosen = choice.apply(list(connection)).getFirst();
          try (PreparedStatement update =
              connection.prepareStatement("UPDATE network SET subnet = ? WHERE number = ?")) {
            update.setString(1, chosen.subnet().toString());
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

  private Network add(Connection connection, Fresh fresh, Choice choice) throws SQLException {
    List<NetworkSubnet> subnets = choice.apply(list(connection));
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO network (tenant, name, subnet, internal, created_at)"
                + " VALUES (?, ?, ?, ?, ?)")) {
      insert.setString(1, fresh.tenant().value());
      insert.setString(2, fresh.name());
      insert.setString(3, subnets.getFirst().subnet().toString());
      insert.setBoolean(4, fresh.definition().internal());
      insert.setString(5, fresh.createdAt().toString());
      insert.executeUpdate();
    }
    Network added = find(connection, fresh.tenant(), fresh.name()).orElseThrow();
    if (added.definition().equals(fresh.definition())) {
      return added;
    }
    define(connection, added.number(), fresh.definition(), subnets);
    return find(connection, fresh.tenant(), fresh.name()).orElseThrow();
  }

  private static void define(
      Connection connection,
      long network,
      NetworkDefinition definition,
      List<NetworkSubnet> subnets)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO network_definition VALUES (?, ?, ?)")) {
      insert.setLong(1, network);
      insert.setString(2, JSON.writeValueAsString(definition));
      insert.setString(3, subnets.size() == 1 ? null : subnets.get(1).subnet().toString());
      insert.executeUpdate();
    }
  }

  private Optional<Network> find(Connection connection, TenantId tenant, String name)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(SELECT + " WHERE n.tenant = ? AND n.name = ?")) {
      select.setString(1, tenant.value());
      select.setString(2, name);
      return read(select).stream().findFirst();
    }
  }

  private List<Network> list(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SELECT + " ORDER BY n.number")) {
      return read(select);
    }
  }

  private List<Network> read(PreparedStatement select) throws SQLException {
    List<Network> networks = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        networks.add(read(row));
      }
    }
    return networks;
  }

  private Network read(ResultSet row) throws SQLException {
    long number = row.getLong(1);
    String suffix = Long.toString(number, NUMBER_BASE);
    NetworkDefinition definition = definition(row.getString(7), row.getBoolean(5));
    String ipv6 = row.getString(8);
    return new Network(
        number,
        new TenantId(row.getString(2)),
        row.getString(3),
        "gantry-" + mark + "-" + suffix,
        "gt" + mark + "-" + suffix,
        definition,
        definition.ipv4Subnet().orElse(NetworkSubnet.of(Subnet.parse(row.getString(4)))),
        ipv6 == null ? null : definition.ipv6Subnet().orElse(NetworkSubnet.of(Subnet.parse(ipv6))),
        Instant.parse(row.getString(6)));
  }

  private static NetworkDefinition definition(@Nullable String json, boolean internal) {
    return json == null
        ? new NetworkDefinition(null, false, internal, null, false)
        : JSON.readValue(json, NetworkDefinition.class);
  }
}
