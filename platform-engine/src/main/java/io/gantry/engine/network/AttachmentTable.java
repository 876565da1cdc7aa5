package io.gantry.engine.network;

import io.gantry.api.container.ContainerId;
import io.gantry.engine.state.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The attachments and the addresses they hold; each method is one transaction. */
final class AttachmentTable {
  static final List<String> SCHEMA =
      Stream.concat(
              Stream.of(
                  """
                  CREATE TABLE IF NOT EXISTS attachment (
                    container TEXT PRIMARY KEY, namespace TEXT NOT NULL, request TEXT NOT NULL)"""),
              LeaseTable.SCHEMA.stream())
          .toList();

  private final Database database;

  AttachmentTable(Database database) {
    this.database = database;
  }

  /**
   * Reserves addresses in each network and stores the attachment made from them, together.
   *
   * @throws io.gantry.api.error.GantryException as {@link LeaseChoice#after}
   */
  Attachment add(
      ContainerId container, List<Place> places, Function<List<Lease>, Attachment> attachment) {
    return database.write(
        connection -> {
          List<Lease> leases = new ArrayList<>();
          for (Place place : places) {
            leases.add(LeaseTable.take(connection, place, container));
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
   * Reserves addresses in each of these further networks and stores the request made from them.
   *
   * @throws io.gantry.api.error.GantryException as {@link LeaseChoice#after}
   */
  Attachment extend(
      Attachment attachment, List<Place> places, Function<List<Lease>, String> request) {
    return database.write(
        connection -> {
          List<Lease> fresh = new ArrayList<>();
          for (Place place : places) {
            fresh.add(LeaseTable.take(connection, place, attachment.container()));
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
          for (Lease lease : LeaseTable.of(connection, left.container())) {
            if (!left.leases().contains(lease)) {
              LeaseTable.release(connection, lease);
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
          LeaseTable.handOver(connection, before, after.container());
          return after;
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
                          LeaseTable.of(connection, container)))
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
    return database.read(connection -> LeaseTable.isUsed(connection, network));
  }

  /** Forgets the attachment and gives its addresses back. */
  void remove(ContainerId container) {
    database.write(
        connection -> {
          for (Lease lease : LeaseTable.of(connection, container)) {
            LeaseTable.release(connection, lease);
          }
          try (PreparedStatement delete =
              connection.prepareStatement("DELETE FROM attachment WHERE container = ?")) {
            delete.setString(1, container.value());
            return delete.executeUpdate();
          }
        });
  }
}
