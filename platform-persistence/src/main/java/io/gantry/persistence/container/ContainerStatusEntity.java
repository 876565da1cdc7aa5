package io.gantry.persistence.container;

import io.gantry.api.container.ContainerState;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import org.hibernate.annotations.Immutable;

/**
 * What a node last told of a container, as far as decisions ask for it. It is written by {@link
 * ContainerStatusRows} only.
 */
@Entity
@Immutable
@Table(name = "container_status")
public class ContainerStatusEntity {
  @Id private String containerId;

  private long launch;
  private long run;

  @Enumerated(EnumType.STRING)
  private ContainerState state;

  @Version private long version;

  @SuppressWarnings("NullAway.Init") // JPA fills the fields in.
  protected ContainerStatusEntity() {}

  public ContainerState state() {
    return state;
  }

  /** The newest launch the node acted on. */
  public long launch() {
    return launch;
  }

  /** Number of the newest run. */
  public long run() {
    return run;
  }
}
