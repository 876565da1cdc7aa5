package io.gantry.persistence.node;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/** A host with an agent, as its operators want it. */
@Entity
@Table(name = "nodes")
public class NodeEntity implements Persistable<String> {
  @Id private String id;

  @Column(updatable = false)
  private String name;

  @Column(updatable = false)
  private String publicKey;

  private boolean draining;

  @Column(updatable = false)
  private Instant enrolledAt;

  @Version private @Nullable Long version;

  @SuppressWarnings("NullAway.Init") // JPA fills the fields in.
  protected NodeEntity() {}

  /**
   * A node that has just been enrolled.
   *
   * @param publicKey the JSON Web Key its requests are signed with
   */
  public NodeEntity(String id, String name, String publicKey, Instant enrolledAt) {
    this.id = id;
    this.name = name;
    this.publicKey = publicKey;
    this.enrolledAt = enrolledAt;
  }

  /** Gets nothing new from now on. */
  public void drain() {
    draining = true;
  }

  public void undrain() {
    draining = false;
  }

  public boolean isDraining() {
    return draining;
  }

  @Override
  public String getId() {
    return id;
  }

  @Override
  public boolean isNew() {
    return version == null;
  }

  public String name() {
    return name;
  }

  public String publicKey() {
    return publicKey;
  }

  /** The version the row has in the database; 0 before it is there. */
  public long version() {
    return version == null ? 0 : version;
  }
}
