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
            "gantry.secrets.keys=c2l4dGVlbiBieXRlcyBhbmQgc2l4dGVlbiBtb3JlLi4=",
            "gantry.alerts.allowed-networks=127.0.0.0/8",
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
