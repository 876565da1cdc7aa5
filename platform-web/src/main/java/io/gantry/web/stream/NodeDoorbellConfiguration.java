package io.gantry.web.stream;

import io.gantry.fleet.node.NodeStreams;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Nodes are rung through the fleet, whichever replica holds their watch. */
@Configuration(proxyBeanMethods = false)
class NodeDoorbellConfiguration {
  @Bean
  NodeDoorbell nodeDoorbell(NodeStreams streams) {
    return streams::request;
  }
}
