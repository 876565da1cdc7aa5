package io.gantry.persistence.container;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Containers to be changed. */
public interface ContainerRepository extends Repository<ContainerEntity, String> {
  ContainerEntity saveAndFlush(ContainerEntity container);

  /** The tenant's container, locked until the transaction ends. */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select c from ContainerEntity c where c.tenantId = :tenant and c.id = :id")
  Optional<ContainerEntity> lock(String tenant, String id);

  /** What the node should have, in the order of its changes after the version. */
  @Query(
      """
      select c from ContainerEntity c where c.nodeId = :node and c.resourceVersion > :after
      order by c.resourceVersion
      """)
  List<ContainerEntity> changedOnNode(String node, long after);
}
