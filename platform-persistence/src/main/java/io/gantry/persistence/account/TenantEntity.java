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
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/** Who owns containers, images and volumes. */
@Entity
@Table(name = "tenants")
public class TenantEntity implements Persistable<String> {
  @Id private String id;

  @Column(updatable = false)
  private String displayName;

  @Enumerated(EnumType.STRING)
  private TenantPolicy policy;

  @Column(updatable = false)
  private Instant createdAt;

  @Version private @Nullable Long version;

  @SuppressWarnings("NullAway.Init") // JPA fills the fields in.
  protected TenantEntity() {}

  public TenantEntity(TenantId id, String displayName, TenantPolicy policy, Instant createdAt) {
    this.id = id.value();
    this.displayName = displayName;
    this.policy = policy;
    this.createdAt = createdAt;
  }

  @Override
  public String getId() {
    return id;
  }

  @Override
  public boolean isNew() {
    return version == null;
  }

  public TenantId tenantId() {
    return new TenantId(id);
  }

  public String displayName() {
    return displayName;
  }

  public TenantPolicy policy() {
    return policy;
  }

  public Instant createdAt() {
    return createdAt;
  }
}
