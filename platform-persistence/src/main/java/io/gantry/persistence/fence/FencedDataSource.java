package io.gantry.persistence.fence;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Gives out connections that keep each transaction within its scope. */
final class FencedDataSource extends DelegatingDataSource {
  private final DataSource pool;
  private final Fence fence;

  FencedDataSource(DataSource pool, Fence fence) {
    super(pool);
    this.pool = pool;
    this.fence = fence;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return FencedConnection.around(pool.getConnection(), fence);
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    return FencedConnection.around(pool.getConnection(username, password), fence);
  }
}
