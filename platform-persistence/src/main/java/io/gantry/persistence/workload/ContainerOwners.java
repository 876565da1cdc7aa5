package io.gantry.persistence.workload;

import io.gantry.api.container.ContainerId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Whose a container is. */
@Repository
@Transactional
public class ContainerOwners {
  private final JdbcClient jdbc;

  ContainerOwners(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Gives a new container to a workload. */
  public void give(ContainerId container, Workload owner) {
    jdbc.sql(
            """
            update containers set owner_kind = :kind, owner_id = :owner
            where tenant_id = :tenant and id = :container
            """)
        .param("kind", owner.kind().name())
        .param("owner", owner.id())
        .param("tenant", owner.tenant().value())
        .param("container", container.value())
        .update();
  }
}
