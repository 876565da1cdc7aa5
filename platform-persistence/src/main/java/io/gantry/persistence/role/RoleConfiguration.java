package io.gantry.persistence.role;

import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Lets Flyway migrate for the role the pool connects as. */
@Configuration(proxyBeanMethods = false)
class RoleConfiguration {

  @Bean
  OwnersMigration ownersMigration(JdbcConnectionDetails pool) {
    String user = pool.getUsername();
    return new OwnersMigration(new ApplicationRole(user == null ? "" : user, pool.getPassword()));
  }

  @Bean
  FlywayConfigurationCustomizer flywayKnowsTheRoles(OwnersMigration migration) {
    return migration::configure;
  }

  @Bean
  FlywayMigrationStrategy flywayRunsAsTheOwner(OwnersMigration migration) {
    return migration::run;
  }
}
