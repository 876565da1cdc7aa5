package io.gantry.fleet.account;

import io.gantry.api.container.TenantId;
import io.gantry.persistence.account.ApiTokenEntity;
import io.gantry.persistence.account.ApiTokenRepository;
import io.gantry.persistence.fence.AcrossTenants;
import io.gantry.persistence.fence.PlatformWork;
import io.gantry.security.Role;
import io.gantry.security.credential.ApiToken;
import io.gantry.security.credential.ApiTokenStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** API tokens in the database. */
@Component
@AcrossTenants(PlatformWork.ACCOUNTS)
class StoredApiTokens implements ApiTokenStore {
  private final ApiTokenRepository tokens;
  private final StoredRoles roles;

  StoredApiTokens(ApiTokenRepository tokens, StoredRoles roles) {
    this.tokens = tokens;
    this.roles = roles;
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<ApiToken> findByHash(String sha256) {
    return tokens.findByTokenHash(sha256).map(this::token);
  }

  @Override
  @Transactional
  public void create(ApiToken token, String sha256) {
    if (tokens.existsByTokenHash(sha256)) {
      return;
    }
    tokens.saveAndFlush(
        new ApiTokenEntity(token.id(), token.account(), token.name(), sha256, token.createdAt())
            .restricted(text(token.tenant()), name(token.role()), token.expiresAt()));
  }

  @Override
  @Transactional(readOnly = true)
  public List<ApiToken> list(UUID account) {
    return tokens.findByPrincipalIdOrderByCreatedAtDescIdDesc(account).stream()
        .map(this::token)
        .toList();
  }

  @Override
  @Transactional
  public boolean delete(UUID account, UUID token) {
    return tokens.deleteOf(account, token) == 1;
  }

  @Override
  @Transactional
  public void deleteAll(UUID account) {
    tokens.deleteAllOf(account);
  }

  @Override
  @Transactional
  public void used(UUID token, Instant at) {
    tokens.used(token, at);
  }

  private ApiToken token(ApiTokenEntity entity) {
    TenantId tenant = entity.tenantId() == null ? null : new TenantId(entity.tenantId());
    return new ApiToken(
        entity.getId(),
        entity.principalId(),
        entity.name(),
        tenant,
        entity.role() == null ? null : roles.require(tenant, entity.role()),
        entity.createdAt(),
        entity.expiresAt(),
        entity.lastUsedAt());
  }

  private static @Nullable String text(@Nullable TenantId tenant) {
    return tenant == null ? null : tenant.value();
  }

  private static @Nullable String name(@Nullable Role role) {
    return role == null ? null : role.name();
  }
}
