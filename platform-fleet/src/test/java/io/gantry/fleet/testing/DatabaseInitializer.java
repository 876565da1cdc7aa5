package io.gantry.fleet.testing;

import io.gantry.persistence.testing.TestDatabase;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** Gives a context its database. */
public class DatabaseInitializer
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {
  @Override
  public void initialize(ConfigurableApplicationContext context) {
    TestDatabase database = database();
    TestPropertyValues.of(database.properties())
        .and(
            "spring.datasource.hikari.maximum-pool-size=40",
            "gantry.fleet.bookmark-interval=200ms",
            "spring.main.banner-mode=off",
            "spring.jpa.open-in-view=false")
        .applyTo(context);
    context.getBeanFactory().registerSingleton("testDatabase", database);
  }

  /** A database of the context's own. */
  protected TestDatabase database() {
    return TestDatabase.create();
  }
}
