package io.gantry.fleet.testing;

import io.gantry.persistence.testing.TestDatabase;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** Gives a context its database. */
final class DatabaseInitializer
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {
  @Override
  public void initialize(ConfigurableApplicationContext context) {
    TestDatabase database = TestDatabase.create();
    TestPropertyValues.of(
            "spring.datasource.url=" + database.url(),
            "spring.datasource.username=" + database.user(),
            "spring.datasource.password=" + database.password(),
            "spring.datasource.hikari.maximum-pool-size=40",
            "gantry.fleet.bookmark-interval=200ms",
            "spring.main.banner-mode=off",
            "spring.jpa.open-in-view=false")
        .applyTo(context);
    context.getBeanFactory().registerSingleton("testDatabase", database);
  }
}
