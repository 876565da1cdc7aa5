package io.gantry.persistence.node;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Nodes to be changed. */
public interface NodeRepository extends Repository<NodeEntity, String> {
  NodeEntity saveAndFlush(NodeEntity node);

  Optional<NodeEntity> findById(String id);

  boolean existsByName(String name);

  /** The node by name or id, locked until the transaction ends. */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select n from NodeEntity n where n.id = :reference or n.name = :reference")
  Optional<NodeEntity> lock(String reference);

  void delete(NodeEntity node);

  void flush();
}
