package io.gantry.persistence.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/** A person who may sign in. */
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
  }

  /** Signs in with this password from now on; if it is for one time, only to choose another. */
  public void changePassword(String hash, boolean oneTime) {
    passwordHash = hash;
    oneTimePassword = oneTime;
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
}
