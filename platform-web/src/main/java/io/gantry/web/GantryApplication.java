package io.gantry.web;

import io.gantry.persistence.PersistenceConfiguration;
import io.gantry.security.http.SecurityFilters;
import io.gantry.security.wiring.SecurityConfiguration;
import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The control plane. */
@SpringBootApplication
@Import({PersistenceConfiguration.class, SecurityConfiguration.class, SecurityFilters.class})
public class GantryApplication {

  public static void main(String[] arguments) {
    SpringApplication.run(GantryApplication.class, arguments);
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
