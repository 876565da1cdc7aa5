package io.gantry.persistence.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.test.context.DynamicPropertyRegistry;

/**
 * A real PostgreSQL for tests: one server for the JVM, started at its first use and ended with it,
 * and on it as many migrated databases as tests ask for. Under root the server runs in a user
 * namespace of its own.
 */
public final class TestDatabase {
  private static final String USER = "postgres";
  private static final String TEMPLATE = "migrated";
  private static final AtomicInteger COUNTER = new AtomicInteger();

  private final String name;

  private TestDatabase(String name) {
    this.name = name;
  }

  /** A database nobody else uses, with all migrations done. */
  public static TestDatabase create() {
    String name = "test_" + COUNTER.incrementAndGet();
    execute("create database " + name + " template " + TEMPLATE);
    return new TestDatabase(name);
  }

  /** Points Spring's data source to this database. */
  public void register(DynamicPropertyRegistry registry) {
    registry.add("spring.datasource.url", this::url);
    registry.add("spring.datasource.username", this::user);
    registry.add("spring.datasource.password", this::password);
  }

  public String url() {
    return Server.POSTGRES.getJdbcUrl(USER, name) + "&reWriteBatchedInserts=true";
  }

  public String user() {
    return USER;
  }

  public String password() {
    return USER;
  }

  public DataSource dataSource() {
    return Server.POSTGRES.getDatabase(USER, name);
  }

  /** Ends the connections to this database whose last query was this one. */
  public void breakConnections(String lastQuery) {
    execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '%s' and query = '%s'"
            .formatted(name, lastQuery));
  }

  private static void execute(String sql) {
    try (Connection connection = Server.POSTGRES.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The server, once for the JVM. */
  private static final class Server {
    static final EmbeddedPostgres POSTGRES = start();

    private static EmbeddedPostgres start() {
      try {
        EmbeddedPostgres postgres =
            EmbeddedPostgres.builder()
                .setServerConfig("max_connections", "300")
                .setConnectConfig("connectTimeout", "10")
                .start();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
            Statement statement = connection.createStatement()) {
          statement.execute("create database " + TEMPLATE);
        }
        Flyway.configure().dataSource(postgres.getDatabase(USER, TEMPLATE)).load().migrate();
        return postgres;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
