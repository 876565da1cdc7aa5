package io.gantry.persistence.fence;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connection that tells the database the thread's scope before it makes a statement, unless the
 * transaction is in that scope already. The setting ends with the transaction, so nothing of it
 * goes back to the pool; a statement in a scope but in no transaction, where it could not hold, is
 * refused.
 */
final class FencedConnection implements InvocationHandler {
  private static final String NOBODY = "";

  private final Connection connection;
  private final Fence fence;

  /** The setting the transaction has; absent if that is not known. */
  private @Nullable String applied = NOBODY;

  private FencedConnection(Connection connection, Fence fence) {
    this.connection = connection;
    this.fence = fence;
  }

  static Connection around(Connection connection, Fence fence) {
    return (Connection)
        Proxy.newProxyInstance(
            FencedConnection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new FencedConnection(connection, fence));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    switch (method.getName()) {
      case "createStatement", "prepareStatement", "prepareCall" -> apply();
      case "commit", "rollback", "setAutoCommit" -> applied = null;
      default -> {
        // Makes no statement and ends no transaction.
      }
    }
    try {
      return method.invoke(connection, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  private void apply() throws SQLException {
    Optional<Scope> scope = fence.current();
    if (connection.getAutoCommit()) {
      requireNone(scope);
      return;
    }
    String wanted = scope.map(Scope::setting).orElse(NOBODY);
    if (!wanted.equals(applied)) {
      set(wanted);
      applied = wanted;
    }
  }

  private static void requireNone(Optional<Scope> scope) {
    if (scope.isPresent()) {
      throw new IllegalStateException(
          "a statement in the scope %s is in no transaction, where no scope holds: begin one before"
              .formatted(scope.get()));
    }
  }

  private void set(String setting) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select set_config('gantry.tenant', ?, true)")) {
      statement.setString(1, setting);
      statement.execute();
    }
  }
}
