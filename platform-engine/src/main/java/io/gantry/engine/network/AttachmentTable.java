package io.gantry.engine.network;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.network.Attachment.Lease;
import io.gantry.engine.state.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/** The attachments and the addresses they hold; each method is one transaction. */
final class AttachmentTable {
  static final List<String> SCHEMA =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS attachment (
            container TEXT PRIMARY KEY, namespace TEXT NOT NULL, request TEXT NOT NULL)""",
          """
          CREATE TABLE IF NOT EXISTS lease (
            network INTEGER NOT NULL, address INTEGER NOT NULL, container TEXT NOT NULL,
            PRIMARY KEY (network, address))""",
          "CREATE INDEX IF NOT EXISTS lease_of_container ON lease (container)",
          """
          CREATE TABLE IF NOT EXISTS last_address (
            network INTEGER PRIMARY KEY, address INTEGER NOT NULL)""");

  private final Database database;

  AttachmentTable(Database database) {
    this.database = database;
  }

  /**
   * Reserves an address in each network and stores the attachment made from them, together.
   *
   * @throws GantryException NETWORK if a network has no free address, CONFLICT if the address that
   *     is wanted there is another's
   */
  Attachment add(ContainerId container, Wish wish, Function<List<Lease>, Attachment> attachment) {
    return database.write(
        connection -> {
          List<Lease> leases = new ArrayList<>();
          for (Network network : wish.networks()) {
            OptionalLong wanted = wish.address(network);
            leases.add(
                wanted.isPresent()
                    ? wanted(connection, network, container, wanted.getAsLong())
                    : lease(connection, network, container));
          }
          Attachment added = attachment.apply(leases);
          try (PreparedStatement insert =
              connection.prepareStatement("INSERT INTO attachment VALUES (?, ?, ?)")) {
            insert.setString(1, container.value());
            insert.setString(2, added.namespace().toString());
            insert.setString(3, added.request());
            insert.executeUpdate();
          }
          return added;
        });
  }

  /**
   * Reserves an address in each of these further networks and stores the request made from them.
   *
   * @throws GantryException NETWORK if a network has no free address
   */
  Attachment extend(
      Attachment attachment, List<Network> networks, Function<List<Lease>, String> request) {
    return database.write(
        connection -> {
          List<Lease> fresh = new ArrayList<>();
          for (Network network : networks) {
            fresh.add(lease(connection, network, attachment.container()));
          }
          String extended = request.apply(fresh);
          store(connection, attachment.container(), extended);
          List<Lease> leases = new ArrayList<>(attachment.leases());
          leases.addAll(fresh);
          return attachment.with(extended, leases);
        });
  }

  /** Stores what is left of an attachment, and gives the other addresses back. */
  void shrink(Attachment left) {
    database.write(
        connection -> {
          store(connection, left.container(), left.request());
          for (Lease lease : leases(connection, left.container())) {
            if (!left.leases().contains(lease)) {
              release(connection, lease);
            }
          }
          return left;
        });
  }

  /** Makes the attachment and the addresses of one container another's, who has none. */
  void replace(ContainerId before, Attachment after) {
    database.write(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE attachment SET container = ?, namespace = ?, request = ?"
                      + " WHERE container = ?")) {
            update.setString(1, after.container().value());
            update.setString(2, after.namespace().toString());
            update.setString(3, after.request());
            update.setString(4, before.value());
            update.executeUpdate();
          }
          try (PreparedStatement update =
              connection.prepareStatement("UPDATE lease SET container = ? WHERE container = ?")) {
            update.setString(1, after.container().value());
            update.setString(2, before.value());
            return update.executeUpdate();
          }
        });
  }

  private static void store(Connection connection, ContainerId container, String request)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE attachment SET request = ? WHERE container = ?")) {
      update.setString(1, request);
      update.setString(2, container.value());
      update.executeUpdate();
    }
  }

  private static void release(Connection connection, Lease lease) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM lease WHERE network = ? AND address = ?")) {
      delete.setLong(1, lease.network());
      delete.setLong(2, lease.address());
      delete.executeUpdate();
    }
  }

  Optional<Attachment> find(ContainerId container) {
    return database.read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT namespace, request FROM attachment WHERE container = ?")) {
            select.setString(1, container.value());
            try (ResultSet row = select.executeQuery()) {
              return row.next()
                  ? Optional.of(
                      new Attachment(
                          container,
                          Path.of(row.getString(1)),
                          row.getString(2),
                          leases(connection, container)))
                  : Optional.empty();
            }
          }
        });
  }

  List<ContainerId> containers() {
    return database.read(
        connection -> {
          List<ContainerId> containers = new ArrayList<>();
          try (PreparedStatement select =
                  connection.prepareStatement("SELECT container FROM attachment");
              ResultSet row = select.executeQuery()) {
            while (row.next()) {
              containers.add(new ContainerId(row.getString(1)));
            }
          }
          return containers;
        });
  }

  boolean isUsed(Network network) {
    return database.read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement("SELECT 1 FROM lease WHERE network = ? LIMIT 1")) {
            select.setLong(1, network.number());
            try (ResultSet row = select.executeQuery()) {
              return row.next();
            }
          }
        });
  }

  /** Forgets the attachment and gives its addresses back. */
  void remove(ContainerId container) {
    database.write(
        connection -> {
          for (String table : List.of("attachment", "lease")) {
            try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM " + table + " WHERE container = ?")) {
              delete.setString(1, container.value());
              delete.executeUpdate();
            }
          }
          return container;
        });
  }

  private static Lease lease(Connection connection, Network network, ContainerId container)
      throws SQLException {
    long address =
        AddressChoice.next(network.subnet(), last(connection, network), used(connection, network))
            .orElseThrow(
                () ->
                    GantryException.of(
                            ErrorCode.NETWORK,
                            "every address of %s is in use: remove containers"
                                .formatted(network.subnet()))
                        .about("network", network.name()));
    insert(connection, network, container, address);
    try (PreparedStatement mark =
        connection.prepareStatement("INSERT OR REPLACE INTO last_address VALUES (?, ?)")) {
      mark.setLong(1, network.number());
      mark.setLong(2, address);
      mark.executeUpdate();
    }
    return new Lease(network.number(), address);
  }

  private static Lease wanted(
      Connection connection, Network network, ContainerId container, long address)
      throws SQLException {
    if (used(connection, network).contains(address)) {
      throw GantryException.of(
              ErrorCode.CONFLICT,
              "address %s is another container's now: take a new one"
                  .formatted(Subnet.text(address)))
          .about("network", network.name());
    }
    insert(connection, network, container, address);
    return new Lease(network.number(), address);
  }

  private static void insert(
      Connection connection, Network network, ContainerId container, long address)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO lease VALUES (?, ?, ?)")) {
      insert.setLong(1, network.number());
      insert.setLong(2, address);
      insert.setString(3, container.value());
      insert.executeUpdate();
    }
  }

  private static long last(Connection connection, Network network) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT address FROM last_address WHERE network = ?")) {
      select.setLong(1, network.number());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getLong(1) : network.subnet().gateway();
      }
    }
  }

  private static Set<Long> used(Connection connection, Network network) throws SQLException {
    Set<Long> used = new HashSet<>();
    try (PreparedStatement select =
        connection.prepareStatement("SELECT address FROM lease WHERE network = ?")) {
      select.setLong(1, network.number());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          used.add(row.getLong(1));
        }
      }
    }
    return used;
  }

  private static List<Lease> leases(Connection connection, ContainerId container)
      throws SQLException {
    List<Lease> leases = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT network, address FROM lease WHERE container = ? ORDER BY rowid")) {
      select.setString(1, container.value());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          leases.add(new Lease(row.getLong(1), row.getLong(2)));
        }
      }
    }
    return leases;
  }
}
