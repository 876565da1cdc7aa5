package io.gantry.persistence.node;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.PortMapping;
import io.gantry.persistence.Json;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Which ports of a node are promised to which container; they go with the container. */
@Repository
@Transactional
public class PublishedPortRows {
  private final JdbcClient jdbc;

  PublishedPortRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Promises the ports of the node the container is assigned to. */
  public void add(ContainerId container, List<PortMapping> ports) {
    if (ports.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            insert into published_ports (container_id, tenant_id, node_id, protocol, host_address, host_port)
            select distinct c.id, c.tenant_id, c.node_id, r.protocol, r.address, r.port
            from jsonb_to_recordset(:ports::jsonb) as r (protocol text, address text, port integer), containers c
            where c.id = :container
            """)
        .param("container", container.value())
        .param("ports", Json.write(PublishedPortRow.of(ports)))
        .update();
  }
}
