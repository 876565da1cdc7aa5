package io.gantry.engine.state;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.Report;
import io.gantry.api.pod.PodId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The durable state of the node's pods, in the tables of the {@link SqliteStateStore}. Each method
 * is one transaction, on the disk when it returns. Thread-safe.
 */
public final class PodStore {
  private final Database database;
  private final Outbox outbox;

  public PodStore(Database database, Outbox outbox) {
    this.database = database;
    this.outbox = outbox;
  }

  /**
   * Adds a pod.
   *
   * @throws GantryException CONFLICT if a pod or container has its id, NAME_DUPLICATE if one of the
   *     tenant has its name (STORAGE-17)
   */
  public void insert(PodRecord pod) {
    boolean unused =
        database.write(
            connection -> {
              requireFree(connection, pod);
              PodTable.insert(connection, pod);
              return true;
            });
  }

  private static void requireFree(Connection connection, PodRecord pod) throws SQLException {
    ContainerId sameId = new ContainerId(pod.id().value());
    if (PodTable.find(connection, pod.id()).isPresent()
        || ContainerTable.find(connection, sameId).isPresent()) {
      throw GantryException.of(
              ErrorCode.CONFLICT, "a pod or container with this id exists: take a new id")
          .about("pod", pod.id());
    }
    Optional<ContainerId> container =
        ContainerTable.findByName(connection, pod.tenant(), pod.name());
    if (container.isPresent()
        || PodTable.findByName(connection, pod.tenant(), pod.name()).isPresent()) {
      throw GantryException.of(
              ErrorCode.NAME_DUPLICATE,
              "the name '%s' belongs to a %s: take another or remove that one"
                  .formatted(pod.name(), container.isPresent() ? "container" : "pod"))
          .about("pod", pod.id());
    }
  }

  /**
   * Replaces a pod's record.
   *
   * @throws GantryException NO_SUCH_POD if it was removed meanwhile
   */
  public void save(PodRecord pod) {
    if (!database.write(connection -> PodTable.update(connection, pod))) {
      throw unknown(pod.id());
    }
  }

  /**
   * Deletes the row of a pod without members; one that is gone is success.
   *
   * @return whether it was there
   */
  public boolean remove(PodId id) {
    return database.write(connection -> PodTable.delete(connection, id));
  }

  public Optional<PodRecord> find(PodId id) {
    return database.read(connection -> PodTable.find(connection, id));
  }

  public Optional<PodRecord> findByName(TenantId tenant, String name) {
    return database.read(connection -> PodTable.findByName(connection, tenant, name));
  }

  public List<PodRecord> list() {
    return database.read(PodTable::list);
  }

  /** Writes an event of the pod. */
  public void tell(PodRecord pod, String action, @Nullable String detail) {
    outbox.append(new Report.Event(pod.tenant(), null, action, detail));
  }

  /** The failure of asking for a pod that is not there. */
  public static GantryException unknown(PodId id) {
    return GantryException.of(ErrorCode.NO_SUCH_POD, "there is no such pod").about("pod", id);
  }
}
