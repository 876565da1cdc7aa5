package io.gantry.persistence.account;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/** What a program signs in with. It never changes but in its last use. */
@Entity
@Immutable
@Table(name = "api_tokens")
public class ApiTokenEntity implements Persistable<UUID> {
  @Id private UUID id;

  private UUID principalId;
  private String name;
  private String tokenHash;
  private @Nullable String tenantId;
  private @Nullable String role;
  private Instant createdAt;
  private @Nullable Instant expiresAt;
  private @Nullable Instant lastUsedAt;

  @Version private @Nullable Long version;

  @SuppressWarnings("NullAway.Init") // JPA fills the fields in.
  protected ApiTokenEntity() {}

  /**
   * A fresh token of a user or service account.
   *
   * @param hash hexadecimal SHA-256 of its text
   */
  public ApiTokenEntity(UUID id, UUID principal, String name, String hash, Instant createdAt) {
    this.id = id;
    this.principalId = principal;
    this.name = name;
    this.tokenHash = hash;
    this.createdAt = createdAt;
  }

  /** The same with fewer rights, or for a time. */
  public ApiTokenEntity restricted(
      @Nullable String tenant, @Nullable String role, @Nullable Instant expiresAt) {
    ApiTokenEntity token = new ApiTokenEntity(id, principalId, name, tokenHash, createdAt);
    token.tenantId = tenant;
    token.role = role;
    token.expiresAt = expiresAt;
    return token;
  }

  @Override
  public UUID getId() {
    return id;
  }

  @Override
  public boolean isNew() {
    return version == null;
  }

  public UUID principalId() {
    return principalId;
  }

  public String name() {
    return name;
  }

  public String tokenHash() {
    return tokenHash;
  }

  public @Nullable String tenantId() {
    return tenantId;
  }

  public @Nullable String role() {
    return role;
  }

  public Instant createdAt() {
    return createdAt;
  }

  public @Nullable Instant expiresAt() {
    return expiresAt;
  }

  public @Nullable Instant lastUsedAt() {
    return lastUsedAt;
  }
}
