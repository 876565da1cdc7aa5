package io.gantry.persistence.container;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.node.Assignment;
import io.gantry.api.node.Assignment.Goal;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.hibernate.annotations.ColumnTransformer;
import org.hibernate.annotations.Mutability;
import org.hibernate.type.descriptor.java.Immutability;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/**
 * What a user wants of one container. Each verb states a new wish and raises the generation; {@link
 * #assign} then gives it the place in its node's watch.
 */
@Entity
@Table(name = "containers")
@SuppressWarnings("UnusedVariable") // Lists read the columns by SQL.
public class ContainerEntity implements Persistable<String> {
  @Id private String id;

  @Column(updatable = false)
  private String tenantId;

  @Column(updatable = false)
  private String name;

  @Column(updatable = false)
  private String image;

  @Convert(converter = LabelsConverter.class)
  @ColumnTransformer(write = "?::jsonb")
  @Mutability(Immutability.class)
  private Map<String, String> labels;

  @Convert(converter = SpecConverter.class)
  @ColumnTransformer(write = "?::jsonb")
  @Mutability(Immutability.class)
  private ContainerSpec spec;

  private long memoryBytes;

  @Transient private long memoryGrowthBytes;

  @Column(updatable = false)
  private String nodeId;

  @Enumerated(EnumType.STRING)
  private Goal goal;

  private long generation;
  private long launchNumber;
  private boolean launchRestart;
  private @Nullable String launchRequestedBy;
  private long killNumber;
  private @Nullable String killSignal;
  private @Nullable String killRequestedBy;
  private @Nullable Long stopTimeoutMillis;
  private boolean forceRemoval;
  private boolean removeVolumes;
  private @Nullable String requestedBy;
  private long resourceVersion;

  @Column(updatable = false)
  private Instant createdAt;

  @Column(updatable = false)
  private String createdBy;

  private Instant updatedAt;

  @Version private @Nullable Long version;

  @SuppressWarnings("NullAway.Init") // JPA fills the fields in.
  protected ContainerEntity() {}

  /** A container nobody has started, under the name its spec carries, on this node. */
  public ContainerEntity(
      ContainerId id, TenantId tenant, ContainerSpec spec, String nodeId, Wish wish) {
    this.id = id.value();
    this.tenantId = tenant.value();
    this.name = Objects.requireNonNull(spec.name(), "the name is chosen before");
    this.image = spec.image();
    this.labels = spec.labels();
    this.spec = spec;
    this.memoryBytes = memoryOf(spec);
    this.nodeId = nodeId;
    this.goal = Goal.CREATED;
    this.generation = 1;
    this.createdAt = wish.at();
    this.createdBy = wish.by();
    this.updatedAt = wish.at();
  }

  /** Who wants something, and when it was asked for. */
  public record Wish(String by, Instant at) {}

  /** Wants a new run, after a stop of the one there is if {@code restart}. */
  public void launch(boolean restart, @Nullable Duration stopTimeout, Wish wish) {
    goal = Goal.RUNNING;
    launchNumber++;
    launchRestart = restart;
    launchRequestedBy = wish.by();
    stopTimeoutMillis = millis(stopTimeout);
    changed(wish);
  }

  public void stop(@Nullable Duration timeout, Wish wish) {
    goal = Goal.STOPPED;
    stopTimeoutMillis = millis(timeout);
    changed(wish);
  }

  public void kill(String signal, Wish wish) {
    killNumber++;
    killSignal = signal;
    killRequestedBy = wish.by();
    changed(wish);
  }

  public void pause(Wish wish) {
    goal = Goal.PAUSED;
    changed(wish);
  }

  public void unpause(Wish wish) {
    goal = Goal.RUNNING;
    changed(wish);
  }

  /**
   * Wants it gone.
   *
   * @param timeout how long a forced removal waits before it kills; absent is the container's own
   */
  public void remove(boolean force, boolean volumes, @Nullable Duration timeout, Wish wish) {
    goal = Goal.REMOVED;
    stopTimeoutMillis = millis(timeout);
    forceRemoval = force;
    removeVolumes = volumes;
    changed(wish);
  }

  /** Wants the same container with another spec; image and name stay. */
  public void respecify(ContainerSpec changed, Wish wish) {
    spec = changed;
    labels = changed.labels();
    memoryGrowthBytes = memoryOf(changed) - memoryBytes;
    memoryBytes += memoryGrowthBytes;
    changed(wish);
  }

  /** Wants the same again, so that the node takes it for a new wish. */
  public void repeat(Instant at) {
    generation++;
    updatedAt = at;
  }

  /** Puts the wish at this place of its node's watch. */
  public void assign(long version) {
    resourceVersion = version;
  }

  private void changed(Wish wish) {
    generation++;
    requestedBy = wish.by();
    updatedAt = wish.at();
  }

  private static @Nullable Long millis(@Nullable Duration duration) {
    return duration == null ? null : duration.toMillis();
  }

  private static long memoryOf(ContainerSpec spec) {
    Long bytes = spec.resources().memoryBytes();
    return bytes == null ? 0 : bytes;
  }

  @Override
  public String getId() {
    return id;
  }

  @Override
  public boolean isNew() {
    return version == null;
  }

  public ContainerId containerId() {
    return new ContainerId(id);
  }

  public String name() {
    return name;
  }

  public String nodeId() {
    return nodeId;
  }

  public Goal goal() {
    return goal;
  }

  public ContainerSpec spec() {
    return spec;
  }

  public long memoryBytes() {
    return memoryBytes;
  }

  /** By how much the container's memory grew since it was read. */
  public long memoryGrowthBytes() {
    return memoryGrowthBytes;
  }

  public long launchNumber() {
    return launchNumber;
  }

  public boolean forceRemoval() {
    return forceRemoval;
  }

  /** The version the row has in the database; 0 before it is there. */
  public long version() {
    return version == null ? 0 : version;
  }

  public long resourceVersion() {
    return resourceVersion;
  }

  /** What the node is told. */
  public Assignment assignment() {
    return new Assignment(
        containerId(),
        new TenantId(tenantId),
        name,
        generation,
        goal,
        spec,
        launchNumber == 0
            ? null
            : new Assignment.Launch(launchNumber, launchRestart, launchRequestedBy),
        killSignal == null ? null : new Assignment.Kill(killNumber, killSignal, killRequestedBy),
        stopTimeoutMillis == null ? null : Duration.ofMillis(stopTimeoutMillis),
        forceRemoval,
        removeVolumes,
        requestedBy);
  }
}
