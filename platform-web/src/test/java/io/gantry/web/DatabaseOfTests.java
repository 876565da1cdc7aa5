package io.gantry.web;

import io.gantry.persistence.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        .and("gantry.alerts.key-file=" + keyFile())
        .applyTo(context);
    context.getBeanFactory().registerSingleton("testDatabase", database);
  }

  private static Path keyFile() {
    try {
      Path file = Files.createTempFile("gantry", ".key");
      file.toFile().deleteOnExit();
      return Files.writeString(file, "a key of alerts that is long enough");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
