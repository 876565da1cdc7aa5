package io.gantry.persistence.account;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** People. */
public interface UserRepository extends Repository<UserEntity, UUID> {
  UserEntity saveAndFlush(UserEntity user);

  Optional<UserEntity> findById(UUID id);

  Optional<UserEntity> findByName(String name);

  boolean existsByName(String name);

  long count();

  /** The user by name, locked until the transaction ends. */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select u from UserEntity u where u.name = :name")
  Optional<UserEntity> lockByName(String name);

  /** By name, beginning after the given one. */
  List<UserEntity> findByNameGreaterThanOrderByName(String after, Limit limit);
}
