package io.gantry.persistence.role;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Migrates the database as its owner, for an application that works in it as another role. */
public final class OwnersMigration {
  private final ApplicationRole application;

  public OwnersMigration(ApplicationRole application) {
    this.application = application;
  }

  /** What the scripts need to know, and the scope in which the owner may change rows. */
  public void configure(FluentConfiguration configuration) {
    Map<String, String> placeholders = new HashMap<>(configuration.getPlaceholders());
    placeholders.put("application", application.name());
    configuration.placeholders(placeholders).initSql("set gantry.tenant = '*'");
  }

  /**
   * Durable on return.
   *
   * @throws UnfitRoleException before anything is changed, if the application would not be fenced
   */
  public void run(Flyway flyway) {
    try (Connection owner = flyway.getConfiguration().getDataSource().getConnection()) {
      application.prepare(owner);
    } catch (SQLException e) {
      throw new IllegalStateException("the database's roles could not be looked at", e);
    }
    flyway.migrate();
  }
}
