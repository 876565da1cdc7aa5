package io.gantry.persistence.node;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.PortMapping;
import io.gantry.persistence.Json;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which ports of a node are promised to which container; they go with the container. */
@Repository
public class PublishedPortRows {
  private final JdbcClient jdbc;

  PublishedPortRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  public void add(String nodeId, ContainerId container, List<PortMapping> ports) {
    if (ports.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            insert into published_ports (container_id, node_id, protocol, host_address, host_port)
            select distinct :container, :node, r.protocol, r.address, r.port
            from jsonb_to_recordset(:ports::jsonb) as r (protocol text, address text, port integer)
            """)
        .param("container", container.value())
        .param("node", nodeId)
        .param("ports", Json.write(PublishedPortRow.of(ports)))
        .update();
  }
}
