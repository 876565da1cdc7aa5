package io.gantry.engine.network;

import io.gantry.api.container.ContainerId;
import io.gantry.api.network.IpAddress;
import io.gantry.api.network.IpAddress.Family;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The addresses containers hold; each method is part of the caller's transaction. */
final class LeaseTable {
  /** A lease without a second row is one of IPv4, with the hardware address made from it. */
  static final List<String> SCHEMA =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS lease (
            network INTEGER NOT NULL, address INTEGER NOT NULL, container TEXT NOT NULL,
            PRIMARY KEY (network, address))""",
          "CREATE INDEX IF NOT EXISTS lease_of_container ON lease (container)",
          """
          CREATE TABLE IF NOT EXISTS lease_detail (
            network INTEGER NOT NULL, address INTEGER NOT NULL, ipv6 TEXT, mac TEXT NOT NULL,
            PRIMARY KEY (network, address), UNIQUE (network, ipv6), UNIQUE (network, mac))""",
          """
          CREATE TABLE IF NOT EXISTS last_address (
            network INTEGER PRIMARY KEY, address INTEGER NOT NULL)""");

  private static final String SELECT =
      """
      SELECT l.network, l.address, d.ipv6, d.mac, l.container FROM lease l
        LEFT JOIN lease_detail d ON d.network = l.network AND d.address = l.address""";

  private LeaseTable() {}

  /**
   * Chooses addresses in a network and gives them to the container.
   *
   * @throws io.gantry.api.error.GantryException as {@link LeaseChoice#after}
   */
  static Lease take(Connection connection, Place place, ContainerId container) throws SQLException {
    Network network = place.network();
    Lease lease =
        new LeaseChoice(place, held(connection, network)).after(last(connection, network));
    update(
        connection,
        "INSERT INTO lease VALUES (?, ?, ?)",
        lease.network(),
        number(lease),
        container.value());
    update(
        connection,
        "INSERT OR REPLACE INTO lease_detail VALUES (?, ?, ?, ?)",
        lease.network(),
        number(lease),
        lease.ipv6() == null ? null : lease.ipv6().toString(),
        lease.mac());
    if (place.wanted().ipv4() == null) {
      update(
          connection,
          "INSERT OR REPLACE INTO last_address VALUES (?, ?)",
          lease.network(),
          number(lease));
    }
    return lease;
  }

  static void release(Connection connection, Lease lease) throws SQLException {
    for (String table : List.of("lease", "lease_detail")) {
      update(
          connection,
          "DELETE FROM " + table + " WHERE network = ? AND address = ?",
          lease.network(),
          number(lease));
    }
  }

  static void handOver(Connection connection, ContainerId from, ContainerId to)
      throws SQLException {
    update(
        connection, "UPDATE lease SET container = ? WHERE container = ?", to.value(), from.value());
  }

  /** In the order they were taken. */
  static List<Lease> of(Connection connection, ContainerId container) throws SQLException {
    List<Lease> leases = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(SELECT + " WHERE l.container = ? ORDER BY l.rowid")) {
      select.setString(1, container.value());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          leases.add(read(row));
        }
      }
    }
    return leases;
  }

  static boolean isUsed(Connection connection, Network network) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT 1 FROM lease WHERE network = ? LIMIT 1")) {
      select.setLong(1, network.number());
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  private static Map<String, String> held(Connection connection, Network network)
      throws SQLException {
    Map<String, String> held = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(SELECT + " WHERE l.network = ?")) {
      select.setLong(1, network.number());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          Lease lease = read(row);
          String holder = "container " + new ContainerId(row.getString(5)).shortId();
          lease.addresses().forEach(address -> held.put(address.toString(), holder));
          held.put(lease.mac(), holder);
        }
      }
    }
    return held;
  }

  private static IpAddress last(Connection connection, Network network) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT address FROM last_address WHERE network = ?")) {
      select.setLong(1, network.number());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? ipv4(row.getLong(1)) : network.ipv4().gateway();
      }
    }
  }

  private static Lease read(ResultSet row) throws SQLException {
    IpAddress ipv4 = ipv4(row.getLong(2));
    String ipv6 = row.getString(3);
    String mac = row.getString(4);
    return new Lease(
        row.getLong(1),
        ipv4,
        ipv6 == null ? null : IpAddress.parse(ipv6),
        mac == null ? MacAddress.of(ipv4) : mac);
  }

  private static IpAddress ipv4(long number) {
    return new IpAddress(Family.IPV4, BigInteger.valueOf(number));
  }

  private static long number(Lease lease) {
    return lease.ipv4().number().longValueExact();
  }

  private static void update(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        update.setObject(i + 1, values[i]);
      }
      update.executeUpdate();
    }
  }
}
