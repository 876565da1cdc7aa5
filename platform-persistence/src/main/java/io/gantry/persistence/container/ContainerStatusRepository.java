package io.gantry.persistence.container;

import java.util.Optional;
import org.springframework.data.repository.Repository;

/** What nodes last told. */
public interface ContainerStatusRepository extends Repository<ContainerStatusEntity, String> {
  Optional<ContainerStatusEntity> findByContainerId(String containerId);
}
