package io.gantry.fleet.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.fleet.audit.AuditService;
import io.gantry.fleet.event.EventService;
import io.gantry.fleet.exit.ExitService;
import io.gantry.fleet.image.ImageService;
import io.gantry.fleet.testing.Fleet;
import io.gantry.fleet.testing.WithoutPolicies;
import io.gantry.fleet.volume.VolumeService;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;

/** The first fence without the second: all that holds with both holds without the policies. */
@ContextConfiguration(initializers = WithoutPolicies.class, inheritInitializers = false)
class QueriesAloneIT extends TenantFenceIT {
  private final JdbcClient jdbc;

  @Autowired
  QueriesAloneIT(
      Fleet fleet,
      ContainerService containers,
      ContainerOperations operations,
      ContainerWait waits,
      ExitService exits,
      EventService events,
      AuditService audit,
      ImageService images,
      VolumeService volumes,
      JdbcClient jdbc) {
    super(fleet, containers, operations, waits, exits, events, audit, images, volumes);
    this.jdbc = jdbc;
  }

  @Test
  void areTheOnlyFenceHere() {
    assertThat(jdbc.sql("select count(*) from containers").query(Long.class).single()).isPositive();
  }
}
