package io.gantry.agent.reconcile;

import io.gantry.agent.assignment.Assigned;
import io.gantry.agent.assignment.AssignmentStore;
import io.gantry.agent.client.ControlPlane;
import io.gantry.api.container.ContainerId;
import io.gantry.api.container.SecretSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.Assignment;
import io.gantry.api.secret.SecretValues;
import io.gantry.api.secret.SecretValues.SecretValue;
import io.gantry.engine.secret.Secrets;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Has a container's secrets on the node while the container is made, and those that no assignment
 * names any more nowhere. Thread-safe; containers are made under the read lock, secrets go under
 * the write lock, so none goes that a container was just promised.
 */
final class SecretFetch {
  private final ControlPlane controlPlane;
  private final AssignmentStore store;
  private final Secrets secrets;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  SecretFetch(ControlPlane controlPlane, AssignmentStore store, Secrets secrets) {
    this.controlPlane = controlPlane;
    this.store = store;
    this.secrets = secrets;
  }

  /**
   * Runs the making of the container with the newest versions of its secrets here.
   *
   * @throws GantryException NODE_UNAVAILABLE if the control plane cannot be asked now
   */
  void during(Assignment assignment, Runnable making) {
    if (assignment.spec().secrets().isEmpty()) {
      making.run();
      return;
    }
    lock.readLock().lock();
    try {
      for (SecretValue secret : fetch(assignment.container()).secrets()) {
        secrets.put(assignment.tenant(), secret.name(), secret.data());
      }
      making.run();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Forgets every secret that no assignment of its tenant names. */
  void release() {
    lock.writeLock().lock();
    try {
      for (TenantId tenant : secrets.tenants()) {
        secrets.retain(tenant, named(tenant));
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  private Set<String> named(TenantId tenant) {
    Set<String> names = new HashSet<>();
    store.containers().stream()
        .map(store::find)
        .flatMap(Optional::stream)
        .filter(assigned -> !assigned.progress().removed())
        .map(Assigned::assignment)
        .filter(assignment -> assignment.tenant().equals(tenant))
        .flatMap(assignment -> assignment.spec().secrets().stream())
        .map(SecretSpec::name)
        .forEach(names::add);
    return names;
  }

  private SecretValues fetch(ContainerId container) {
    try {
      return controlPlane.get("/agent/v1/containers/" + container + "/secrets", SecretValues.class);
    } catch (IOException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(e);
    }
  }

  private static GantryException unreachable(Exception cause) {
    return GantryException.of(
        ErrorCode.NODE_UNAVAILABLE,
        "the control plane cannot be asked for the container's secrets now; it is tried again",
        cause);
  }
}
