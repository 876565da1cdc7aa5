package io.gantry.fleet.node;

import io.gantry.persistence.node.NodeEntity;
import io.gantry.persistence.node.NodeRepository;
import io.gantry.security.node.NodeKeys;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The keys nodes enrolled with, read anew each time, so a removed node is refused at once. */
@Component
class StoredNodeKeys implements NodeKeys {
  private final NodeRepository nodes;

  StoredNodeKeys(NodeRepository nodes) {
    this.nodes = nodes;
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<String> publicKey(String nodeId) {
    return nodes.findById(nodeId).map(NodeEntity::publicKey);
  }
}
