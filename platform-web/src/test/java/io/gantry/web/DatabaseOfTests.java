package io.gantry.web;

import io.gantry.persistence.testing.TestDatabase;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** One database for all tests that share an application; each test makes tenants of its own. */
public class DatabaseOfTests
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {
  @Override
  public void initialize(ConfigurableApplicationContext context) {
    TestDatabase database = TestDatabase.create();
    TestPropertyValues.of(database.properties())
        .and("gantry.secrets.keys=c2l4dGVlbiBieXRlcyBhbmQgc2l4dGVlbiBtb3JlLi4=")
        .applyTo(context);
    context.getBeanFactory().registerSingleton("testDatabase", database);
  }
}
