package io.gantry.web;

import io.gantry.fleet.FleetConfiguration;
import io.gantry.security.http.SecurityFilters;
import io.gantry.security.wiring.SecurityConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Import;

/** The control plane. */
@SpringBootApplication
@ConfigurationPropertiesScan
@Import({FleetConfiguration.class, SecurityConfiguration.class, SecurityFilters.class})
public class GantryApplication {

  public static void main(String[] arguments) {
    SpringApplication.run(GantryApplication.class, arguments);
  }
}
