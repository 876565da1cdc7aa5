package io.gantry.fleet.testing;

import io.gantry.persistence.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
            "gantry.alerts.key-file=" + keyFile(),
            "gantry.alerts.allowed-networks=127.0.0.0/8",
            "spring.main.banner-mode=off",
            "spring.jpa.open-in-view=false")
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

  /** A database of the context's own. */
  protected TestDatabase database() {
    return TestDatabase.create();
  }
}
