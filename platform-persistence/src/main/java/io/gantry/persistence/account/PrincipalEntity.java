package io.gantry.persistence.account;

import io.gantry.api.container.TenantId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/** Whoever may hold roles: a user, or a group or service account of a tenant. */
@Entity
@Table(name = "principals")
public class PrincipalEntity implements Persistable<UUID> {
  @Id private UUID id;

  @Enumerated(EnumType.STRING)
  @Column(updatable = false)
  private PrincipalKind kind;

  @Column(updatable = false)
  private @Nullable String tenantId;

  @Column(updatable = false)
  private String name;

  private String passwordHash;
  private boolean oneTimePassword;

  @Column(updatable = false)
  private boolean platformAdmin;

  private boolean disabled;

  @Column(updatable = false)
  private Instant createdAt;

  @Version private @Nullable Long version;

  @SuppressWarnings("NullAway.Init") // JPA fills the fields in.
  protected PrincipalEntity() {}

  private PrincipalEntity(UUID id, PrincipalKind kind, String name, Instant createdAt) {
    this.id = id;
    this.kind = kind;
    this.name = name;
    this.passwordHash = "";
    this.createdAt = createdAt;
  }

  /** A person who belongs to no tenant yet. */
  public static PrincipalEntity user(
      UUID id, String name, boolean platformAdmin, Instant createdAt) {
    PrincipalEntity user = new PrincipalEntity(id, PrincipalKind.USER, name, createdAt);
    user.platformAdmin = platformAdmin;
    return user;
  }

  /** A group or service account of a tenant, without roles yet. */
  public static PrincipalEntity ofTenant(
      TenantId tenant, PrincipalKind kind, String name, Instant createdAt) {
    PrincipalEntity principal = new PrincipalEntity(UUID.randomUUID(), kind, name, createdAt);
    principal.tenantId = tenant.value();
    return principal;
  }

  /** Signs in with this password from now on; if it is for one time, only to choose another. */
  public void changePassword(String hash, boolean oneTime) {
    passwordHash = hash;
    oneTimePassword = oneTime;
  }

  /** Is refused from now on, or no longer. */
  public void disable(boolean refused) {
    disabled = refused;
  }

  @Override
  public UUID getId() {
    return id;
  }

  @Override
  public boolean isNew() {
    return version == null;
  }

  /** The tenant a group or service account is of; absent of a user. */
  public @Nullable TenantId tenant() {
    return tenantId == null ? null : new TenantId(tenantId);
  }

  public PrincipalKind kind() {
    return kind;
  }

  public String name() {
    return name;
  }

  public String passwordHash() {
    return passwordHash;
  }

  public boolean isOneTimePassword() {
    return oneTimePassword;
  }

  public boolean isPlatformAdmin() {
    return platformAdmin;
  }

  public boolean isDisabled() {
    return disabled;
  }

  public Instant createdAt() {
    return createdAt;
  }
}
