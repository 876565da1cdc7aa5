package io.gantry.persistence.account;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.repository.Repository;

/** Users, and the groups and service accounts of tenants. */
public interface PrincipalRepository extends Repository<PrincipalEntity, UUID> {
  PrincipalEntity saveAndFlush(PrincipalEntity principal);

  Optional<PrincipalEntity> findById(UUID id);

  /** A user, whose name is the only one of its kind. */
  Optional<PrincipalEntity> findByKindAndName(PrincipalKind kind, String name);

  boolean existsByKind(PrincipalKind kind);

  /** By name, beginning after the given one. */
  List<PrincipalEntity> findByKindAndNameGreaterThanOrderByName(
      PrincipalKind kind, String after, Limit limit);

  Optional<PrincipalEntity> findByTenantIdAndKindAndName(
      String tenant, PrincipalKind kind, String name);

  /** By name, beginning after the given one. */
  List<PrincipalEntity> findByTenantIdAndKindAndNameGreaterThanOrderByName(
      String tenant, PrincipalKind kind, String after, Limit limit);

  void delete(PrincipalEntity principal);
}
