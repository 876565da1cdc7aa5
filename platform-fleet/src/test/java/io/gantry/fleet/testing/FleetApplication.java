package io.gantry.fleet.testing;

import io.gantry.fleet.FleetConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The fleet without a web. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({FleetConfiguration.class, Fleet.class, RowsEverywhere.class})
class FleetApplication {}
