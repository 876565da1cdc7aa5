package io.gantry.persistence.account;

import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.repository.Repository;

/** Tenants. */
public interface TenantRepository extends Repository<TenantEntity, String> {
  TenantEntity saveAndFlush(TenantEntity tenant);

  Optional<TenantEntity> findById(String id);

  boolean existsById(String id);

  List<TenantEntity> findByIdGreaterThanOrderById(String after, Limit limit);

  List<TenantEntity> findAll();
}
