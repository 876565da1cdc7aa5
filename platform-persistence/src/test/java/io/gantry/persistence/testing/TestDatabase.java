package io.gantry.persistence.testing;

import io.gantry.persistence.role.ApplicationRole;
import io.gantry.persistence.role.OwnersMigration;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * A real PostgreSQL for tests: one server for the JVM, started at its first use and ended with it,
 * and on it as many migrated databases as tests ask for. Under root the server runs in a user
 * namespace of its own. As in production, one role owns the tables and the application works as
 * another.
 */
public final class TestDatabase {
  /** Sees and may do everything. */
  private static final String SUPERUSER = "postgres";

  private static final String OWNER = "gantry_owner";
  private static final String APPLICATION = "gantry_app";
  private static final String PASSWORD = "secret";
  private static final String TEMPLATE = "migrated";
  private static final AtomicInteger COUNTER = new AtomicInteger();

  private final String name;

  private TestDatabase(String name) {
    this.name = name;
  }

  /** A database nobody else uses, with all migrations done. */
  public static TestDatabase create() {
    String name = "test_" + COUNTER.incrementAndGet();
    execute("create database %s template %s owner %s".formatted(name, TEMPLATE, OWNER));
    return new TestDatabase(name);
  }

  /** Spring's settings for an application that works in this database. */
  public String[] properties() {
    return new String[] {
      "spring.datasource.url=" + url(),
      "spring.datasource.username=" + APPLICATION,
      "spring.datasource.password=" + PASSWORD,
      "spring.flyway.url=" + url(),
      "spring.flyway.user=" + OWNER,
      "spring.flyway.password=" + PASSWORD
    };
  }

  /** As a superuser, for whom no fence stands. */
  public DataSource dataSource() {
    return dataSource(SUPERUSER);
  }

  public DataSource ownersDataSource() {
    return dataSource(OWNER);
  }

  /** As the application, in no scope: without the fence that says for whom it works. */
  public DataSource applicationsDataSource() {
    return dataSource(APPLICATION);
  }

  public String owner() {
    return OWNER;
  }

  public String application() {
    return APPLICATION;
  }

  private DataSource dataSource(String role) {
    return Server.POSTGRES.getDatabase(role, name);
  }

  public String url() {
    return "jdbc:postgresql://localhost:%d/%s?reWriteBatchedInserts=true"
        .formatted(Server.POSTGRES.getPort(), name);
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
          statement.execute("create role " + OWNER + " login createrole");
          statement.execute("create database " + TEMPLATE + " owner " + OWNER);
        }
        migrate(postgres.getDatabase(OWNER, TEMPLATE));
        return postgres;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    private static void migrate(DataSource owner) {
      OwnersMigration migration = new OwnersMigration(new ApplicationRole(APPLICATION, PASSWORD));
      FluentConfiguration configuration = Flyway.configure().dataSource(owner);
      migration.configure(configuration);
      migration.run(configuration.load());
    }
  }
}
