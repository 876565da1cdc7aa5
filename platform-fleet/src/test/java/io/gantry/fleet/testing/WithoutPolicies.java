package io.gantry.fleet.testing;

import io.gantry.persistence.testing.TestDatabase;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Gives a context a database whose second fence between tenants is down. */
public final class WithoutPolicies extends DatabaseInitializer {
  @Override
  protected TestDatabase database() {
    TestDatabase database = TestDatabase.create();
    JdbcClient jdbc = JdbcClient.create(database.dataSource());
    jdbc.sql("select tablename::text from pg_policies where schemaname = 'public'")
        .query(String.class)
        .list()
        .forEach(
            table -> jdbc.sql("alter table " + table + " disable row level security").update());
    return database;
  }
}
