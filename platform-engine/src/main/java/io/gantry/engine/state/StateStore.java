package io.gantry.engine.state;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.container.TenantId;
import io.gantry.api.image.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The durable state of the node's containers and their runs. Each method is one transaction, on the
 * disk when it returns. Thread-safe; who may change a container is decided by its lock, not here.
 */
public interface StateStore {

  /** A change and whose it is. */
  record Saved(ContainerConfig config, Change change) {}

  /**
   * Adds a container.
   *
   * @throws io.gantry.api.error.GantryException CONTAINER_EXISTS, NAME_DUPLICATE, or
   *     NO_SUCH_CONTAINER if something it needs is gone
   */
  void insert(ContainerConfig config, Change change);

  /**
   * Makes a change durable: record, run, exit and reports together (EXIT-10). An exit of a run that
   * has one already is left out, so that handling a file twice is harmless.
   *
   * @throws io.gantry.api.error.GantryException REMOVED if the row is gone; it is not made again
   *     (SYNC-9)
   */
  void save(ContainerConfig config, Change change);

  /**
   * Replaces the config's spec and name.
   *
   * @throws io.gantry.api.error.GantryException NAME_DUPLICATE if another has the name, REMOVED
   */
  void replaceConfig(ContainerConfig config, Change change);

  /** Writes an event that comes with no change. */
  void tell(ContainerConfig config, String action, @Nullable String detail);

  /** Deletes the row, keeps the exits, and tells that the container is gone. */
  void remove(ContainerConfig config, Change last);

  /**
   * Deletes a row that cannot be read, keeps the exits, and tells that the container is gone.
   *
   * @throws io.gantry.api.error.GantryException REMOVED if the row is gone
   */
  void evict(ContainerId id);

  /**
   * The containers whose rows cannot be read; nothing of them is touched until they are evicted.
   */
  Set<ContainerId> unreadable();

  /** Saves all these changes or none (REFRESH-2). */
  void saveAll(List<Saved> all);

  Optional<StoredContainer> find(ContainerId id);

  Optional<ContainerId> findByName(TenantId tenant, String name);

  /** Ids of a tenant's containers that begin with the prefix, at most {@code limit}. */
  List<ContainerId> findByPrefix(TenantId tenant, String prefix, int limit);

  List<StoredContainer> list();

  /** The containers that need this one, whether they run or not. */
  List<ContainerId> dependents(ContainerId id);

  /** Whether a container of the tenant was made from the image. */
  boolean usesImage(TenantId tenant, Digest image);

  /** The end of one run, also of a container that was removed. */
  Optional<ExitRecord> exit(ContainerId id, long run);

  /** The end of the newest run that ended. */
  Optional<ExitRecord> newestExit(ContainerId id);

  /**
   * Forgets exits recorded before the retention's begin, except what the control plane has not
   * acknowledged and each container's newest (EXITCODES-3). They can still be told again for a
   * while ({@link ExitRetention}).
   */
  void pruneExits(Instant now, Duration retention);
}
