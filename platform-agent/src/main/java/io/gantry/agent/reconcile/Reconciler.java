package io.gantry.agent.reconcile;

import io.gantry.agent.assignment.Assigned;
import io.gantry.agent.assignment.AssignmentStore;
import io.gantry.agent.client.ControlPlane;
import io.gantry.agent.work.Backoff;
import io.gantry.agent.work.KeyedWorkers;
import io.gantry.api.container.ContainerId;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.Engine;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings containers to their assignments, one worker per container. Level-triggered: a wake-up says
 * only where to look. A failure is reported once; one that may pass is tried again after a growing
 * wait, any other rests until the assignment changes.
 */
public final class Reconciler implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Reconciler.class);
  private static final int THREADS = 32;

  /** Far more acts than any assignment needs: a circle is a defect and ends here. */
  private static final int MOST_ACTS = 16;

  private final AssignmentStore store;
  private final Containers containers;
  private final Act act;
  private final KeyedWorkers<ContainerId> workers;
  private final Map<ContainerId, Backoff> retries = new ConcurrentHashMap<>();

  Reconciler(AssignmentStore store, Containers containers, Ceiling ceiling) {
    this.store = store;
    this.containers = containers;
    this.act = new Act(store, containers, ceiling);
    this.workers = KeyedWorkers.start("reconcile", THREADS, this::reconcile);
  }

  /**
   * A reconciler of the engine's containers. Secrets that a crash left behind are gone on return.
   *
   * @param imagesChanged told after a tenant's list of images changed
   */
  public static Reconciler of(
      AssignmentStore store,
      ControlPlane controlPlane,
      Engine engine,
      Ceiling ceiling,
      Consumer<TenantId> imagesChanged) {
    ImageFetch images = new ImageFetch(engine.images(), imagesChanged);
    SecretFetch secrets = new SecretFetch(controlPlane, store, engine.secrets());
    secrets.release();
    return new Reconciler(store, new EngineContainers(engine, images, secrets), ceiling);
  }

  /** Has a container looked at. */
  public void wake(ContainerId container) {
    workers.wake(container);
  }

  /** Has every assigned container looked at. */
  public void wakeAll() {
    store.containers().forEach(workers::wake);
  }

  /** Brings one container to its assignment; package-private for tests without threads. */
  void reconcile(ContainerId container) {
    Assigned assigned = store.find(container).orElse(null);
    if (assigned == null || assigned.isSettledByFailure()) {
      return;
    }
    try {
      reach(container);
      retries.remove(container);
    } catch (GantryException e) {
      fail(assigned, e.code(), e.getMessage());
    } catch (RuntimeException e) {
      log.error("container={} could not be brought to its assignment", container, e);
      fail(assigned, ErrorCode.INTERNAL, "a defect of the agent; its log says more: " + e);
    }
  }

  private void reach(ContainerId container) {
    for (int acts = 0; acts < MOST_ACTS; acts++) {
      Assigned assigned = store.find(container).orElse(null);
      if (assigned == null) {
        return;
      }
      Decision decision = Decide.next(assigned, containers.observe(container));
      log.debug("container={} decision={}", container, decision);
      if (act.carryOut(assigned, decision)) {
        return;
      }
    }
    throw GantryException.of(
        ErrorCode.INTERNAL, "the assignment is not reached after " + MOST_ACTS + " acts");
  }

  private void fail(Assigned assigned, ErrorCode code, String message) {
    if (Thread.currentThread().isInterrupted()) {
      // The agent ends; what was interrupted is taken up again at its next start.
      return;
    }
    ContainerId container = assigned.container();
    long generation = assigned.assignment().generation();
    log.warn("container={} generation={} code={} {}", container, generation, code, message);
    store
        .advance(container, progress -> progress.failed(generation, code, message))
        .ifPresent(containers::report);
    if (code.retryable()) {
      Duration wait = retries.computeIfAbsent(container, id -> Backoff.ofSeconds(1, 300)).next();
      workers.wakeLater(container, wait);
    }
  }

  @Override
  public void close() {
    workers.close();
  }
}
