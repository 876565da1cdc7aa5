package io.gantry.persistence.role;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * The role the control plane works as.
 *
 * @param password given to the role if it has to be made
 */
public record ApplicationRole(String name, @Nullable String password) {
  /** Keeps replicas that start together from making the role at once. */
  private static final long LOCK = 6_877_118_025L;

  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  /** Never with the password. */
  @Override
  public String toString() {
    return "role " + name;
  }

  /**
   * Makes the role if there is none.
   *
   * @param owner a connection of the role migrations run as
   * @throws UnfitRoleException if the owner may not make it, or row-level security would not hold
   *     for it
   */
  public void prepare(Connection owner) throws SQLException {
    if (name.equals(user(owner))) {
      throw UnfitRoleException.ofOwner(name);
    }
    try (Statement statement = owner.createStatement()) {
      statement.execute("select pg_advisory_lock(" + LOCK + ")");
      try {
        Optional<String> hindrance = hindrance(owner);
        if (hindrance.isPresent()) {
          throw UnfitRoleException.because(name, hindrance.get());
        }
        if (!exists(owner)) {
          create(owner);
        }
      } finally {
        statement.execute("select pg_advisory_unlock(" + LOCK + ")");
      }
    }
  }

  private static String user(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select current_user")) {
      row.next();
      return row.getString(1);
    }
  }

  private boolean exists(Connection owner) throws SQLException {
    return text(owner, "select rolname from pg_roles where rolname = ?").isPresent();
  }

  /** Why the fence would not hold for the role that is there. */
  private Optional<String> hindrance(Connection owner) throws SQLException {
    return text(
        owner,
        """
        select case when rolsuper then 'it is a superuser'
          when rolbypassrls then 'it has BYPASSRLS'
          when pg_has_role(oid, current_user, 'member') then 'it is a member of ' || current_user
          when exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relowner = r.oid and n.nspname = current_schema) then 'it owns tables'
          end
        from pg_roles r where rolname = ?
        """);
  }

  private Optional<String> text(Connection owner, String sql) throws SQLException {
    try (PreparedStatement statement = owner.prepareStatement(sql)) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
      }
    }
  }

  /** The server sees only the password's hash. */
  private void create(Connection owner) throws SQLException {
    String role = text(owner, "select quote_ident(?)").orElseThrow();
    try (Statement statement = owner.createStatement()) {
      statement.execute("create role " + role + " login");
    } catch (SQLException e) {
      if (INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
        throw UnfitRoleException.missing(name, e);
      }
      throw e;
    }
    if (password != null && !password.isEmpty()) {
      owner.unwrap(PGConnection.class).alterUserPassword(name, password.toCharArray(), null);
    }
  }
}
