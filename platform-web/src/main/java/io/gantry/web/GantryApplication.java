package io.gantry.web;

import io.gantry.fleet.FleetConfiguration;
import io.gantry.security.http.SecurityFilters;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The control plane. Failures have one form, so the framework's own page for them is out. */
@SpringBootApplication(exclude = ErrorMvcAutoConfiguration.class)
@ConfigurationPropertiesScan
@Import({FleetConfiguration.class, SecurityFilters.class})
public class GantryApplication {

  public static void main(String[] arguments) {
    SpringApplication.run(GantryApplication.class, arguments);
  }
}
