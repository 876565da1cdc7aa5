package io.gantry.fleet;

import io.gantry.fleet.alert.AlertSettings;
import io.gantry.fleet.doctor.DoctorSettings;
import io.gantry.persistence.PersistenceConfiguration;
import io.gantry.security.wiring.SecurityConfiguration;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** All services of the fleet with what they stand on, for the application that imports it. */
@Configuration(proxyBeanMethods = false)
@ComponentScan
@EnableConfigurationProperties({FleetSettings.class, DoctorSettings.class, AlertSettings.class})
@Import({PersistenceConfiguration.class, SecurityConfiguration.class})
public class FleetConfiguration {
  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  SecureRandom secureRandom() {
    return new SecureRandom();
  }
}
