package io.gantry.persistence.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.repository.Repository;

/** API tokens. */
public interface ApiTokenRepository extends Repository<ApiTokenEntity, UUID> {
  ApiTokenEntity saveAndFlush(ApiTokenEntity token);

  Optional<ApiTokenEntity> findByTokenHash(String hash);

  boolean existsByTokenHash(String hash);

  List<ApiTokenEntity> findByPrincipalIdOrderByCreatedAtDescIdDesc(UUID principal);

  @Modifying
  @NativeQuery("delete from api_tokens where id = :token and principal_id = :principal")
  int deleteOf(UUID principal, UUID token);

  @Modifying
  @NativeQuery("delete from api_tokens where principal_id = :principal")
  int deleteAllOf(UUID principal);

  @Modifying
  @NativeQuery("update api_tokens set last_used_at = :at where id = :token")
  int used(UUID token, Instant at);
}
