package io.gantry.persistence.account;

import io.gantry.api.container.TenantId;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/** A person who may sign in, and what they are in which tenant. */
@Entity
@Table(name = "users")
public class UserEntity implements Persistable<UUID> {
  @Id private UUID id;

  @Column(updatable = false)
  private String name;

  private String passwordHash;
  private boolean oneTimePassword;

  @Column(updatable = false)
  private boolean platformAdmin;

  private boolean disabled;

  @Column(updatable = false)
  private Instant createdAt;

  @ElementCollection(fetch = FetchType.EAGER)
  @CollectionTable(name = "memberships", joinColumns = @JoinColumn(name = "user_id"))
  @MapKeyColumn(name = "tenant_id")
  @Column(name = "role")
  private Map<String, String> roles;

  @Version private @Nullable Long version;

  @SuppressWarnings("NullAway.Init") // JPA fills the fields in.
  protected UserEntity() {}

  /** Somebody who belongs to no tenant yet. */
  public UserEntity(UUID id, String name, boolean platformAdmin, Instant createdAt) {
    this.id = id;
    this.name = name;
    this.passwordHash = "";
    this.platformAdmin = platformAdmin;
    this.createdAt = createdAt;
    this.roles = new HashMap<>();
  }

  /** Signs in with this password from now on; if it is for one time, only to choose another. */
  public void changePassword(String hash, boolean oneTime) {
    passwordHash = hash;
    oneTimePassword = oneTime;
  }

  public void join(TenantId tenant, String role) {
    roles.put(tenant.value(), role);
  }

  public void leave(TenantId tenant) {
    roles.remove(tenant.value());
  }

  @Override
  public UUID getId() {
    return id;
  }

  @Override
  public boolean isNew() {
    return version == null;
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

  /** Tenant to role. */
  public Map<String, String> roles() {
    return Map.copyOf(roles);
  }
}
