package io.gantry.fleet.secret;

import io.gantry.api.container.ContainerId;
import io.gantry.api.secret.SecretValues;
import io.gantry.api.secret.SecretValues.SecretValue;
import io.gantry.persistence.fence.AcrossTenants;
import io.gantry.persistence.fence.PlatformWork;
import io.gantry.persistence.secret.SecretRows;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Opens secrets for nodes. */
@Service
public class NodeSecrets {
  private final SecretRows rows;
  private final SecretKeys keys;

  NodeSecrets(SecretRows rows, SecretKeys keys) {
    this.rows = rows;
    this.keys = keys;
  }

  /**
   * What the container's spec names, as it is now; nothing for a container that was not given to
   * the node.
   *
   * @throws io.gantry.api.error.GantryException INTERNAL if one cannot be opened
   */
  @AcrossTenants(PlatformWork.NODES)
  @Transactional(readOnly = true)
  public SecretValues of(String nodeId, ContainerId container) {
    return new SecretValues(
        rows.ofContainer(nodeId, container).stream()
            .map(one -> new SecretValue(one.name(), keys.open(one)))
            .toList());
  }
}
