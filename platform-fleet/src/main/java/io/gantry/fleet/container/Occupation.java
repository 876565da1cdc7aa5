package io.gantry.fleet.container;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.resource.VolumeResource;
import io.gantry.fleet.secret.SecretUses;
import io.gantry.persistence.container.ContainerEntity;
import io.gantry.persistence.container.ContainerEntity.Wish;
import io.gantry.persistence.container.VolumeRows;
import io.gantry.persistence.node.PublishedPortRows;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Promises a stored container what it needs and others could take: ports, volumes, secrets. */
@Component
class Occupation {
  private final PublishedPortRows ports;
  private final VolumeRows volumes;
  private final SecretUses secrets;

  Occupation(PublishedPortRows ports, VolumeRows volumes, SecretUses secrets) {
    this.ports = ports;
    this.volumes = volumes;
    this.secrets = secrets;
  }

  /**
   * Returns when all is the container's.
   *
   * @throws GantryException CONFLICT if a volume was made elsewhere meanwhile, NOT_FOUND if there
   *     is no such secret
   */
  void occupy(ContainerEntity container, Wish wish) {
    ContainerSpec spec = container.spec();
    TenantId tenant = container.assignment().tenant();
    ports.add(container.containerId(), spec.network().published());
    secrets.add(tenant, container.containerId(), spec.secrets());
    Set<String> names = Binding.volumeNames(spec);
    for (String name : names) {
      volumes.add(
          container.nodeId(),
          new VolumeResource(tenant, name, container.nodeId(), Map.of(), wish.at(), wish.by(), 0));
      volumes.use(tenant, name, container.containerId());
    }
    if (volumes.nodesOf(tenant, names).size() > 1) {
      throw GantryException.of(
          ErrorCode.CONFLICT,
          "a volume of the container was made on another node just now: try again");
    }
  }
}
