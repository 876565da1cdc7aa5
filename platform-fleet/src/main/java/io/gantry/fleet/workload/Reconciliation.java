package io.gantry.fleet.workload;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.Report.Failure;
import io.gantry.persistence.fence.Fence;
import io.gantry.persistence.fence.PlatformWork;
import io.gantry.persistence.fence.Scope;
import io.gantry.persistence.workload.ReconcileQueue;
import io.gantry.persistence.workload.Workload;
import io.gantry.persistence.workload.Workload.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Looks at workloads that are due, each in one transaction with what is done for it: a replica that
 * dies in it has done nothing, and the workload is due still. Thread-safe.
 */
@Component
public class Reconciliation {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);
  private static final Scope PLATFORM = new Scope.Platform(PlatformWork.RECONCILING);

  /** When a step is tried again that could not be done. */
  private static final Duration OBSTACLE_RETRY = Duration.ofSeconds(10);

  /** The same if only another transaction was in the way. */
  private static final Duration CONFLICT_RETRY = Duration.ofMillis(200);

  private final ReconcileQueue queue;
  private final Map<Kind, Reconciler> reconcilers;
  private final Fence fence;
  private final TransactionTemplate transaction;
  private final Clock clock;

  Reconciliation(
      ReconcileQueue queue,
      List<Reconciler> reconcilers,
      Fence fence,
      PlatformTransactionManager transactions,
      Clock clock) {
    this.queue = queue;
    this.reconcilers =
        reconcilers.stream().collect(Collectors.toMap(Reconciler::kind, Function.identity()));
    this.fence = fence;
    this.transaction = new TransactionTemplate(transactions);
    this.clock = clock;
  }

  /** Looks at one workload that is due; false if there is none. */
  boolean next() {
    AtomicReference<@Nullable Workload> taken = new AtomicReference<>();
    try {
      return Boolean.TRUE.equals(
          fence.within(PLATFORM, () -> transaction.execute(status -> look(taken))));
    } catch (RuntimeException e) { // of any kind: a defect in one must not stop the others
      Workload workload = taken.get();
      if (workload == null) {
        throw e;
      }
      postpone(workload, e);
      return true;
    }
  }

  private boolean look(AtomicReference<@Nullable Workload> taken) {
    Instant now = clock.instant();
    Optional<Workload> due = queue.take(now);
    due.ifPresent(
        workload -> {
          taken.set(workload);
          inTenant(workload, () -> reconciler(workload).reconcile(workload, now));
        });
    return due.isPresent();
  }

  private void postpone(Workload workload, RuntimeException cause) {
    Instant now = clock.instant();
    boolean conflict = isConflict(cause);
    transaction.executeWithoutResult(
        status ->
            inTenant(
                workload,
                () -> {
                  queue.forget(workload);
                  queue.add(workload, now.plus(conflict ? CONFLICT_RETRY : OBSTACLE_RETRY));
                  if (!conflict) {
                    reconciler(workload).obstruct(workload, obstacle(workload, cause));
                  }
                }));
  }

  private static boolean isConflict(RuntimeException cause) {
    return cause instanceof TransientDataAccessException
        || (cause instanceof GantryException e && e.code() == ErrorCode.CONFLICT);
  }

  private static Failure obstacle(Workload workload, RuntimeException cause) {
    if (cause instanceof GantryException known) {
      return new Failure(known.code(), known.getMessage());
    }
    LOG.atError()
        .addKeyValue("workload", workload.kind().word() + " " + workload.id())
        .setCause(cause)
        .log("a workload could not be looked at");
    return new Failure(ErrorCode.INTERNAL, "a defect of Gantry; the control plane's log says more");
  }

  private void inTenant(Workload workload, Runnable work) {
    fence.run(new Scope.Tenant(workload.tenant()), work);
  }

  private Reconciler reconciler(Workload workload) {
    Reconciler reconciler = reconcilers.get(workload.kind());
    if (reconciler == null) {
      throw new IllegalStateException("nothing reconciles a " + workload.kind().word());
    }
    return reconciler;
  }

  /** When the next workload is due; empty if none is. */
  Optional<Instant> nextDue() {
    return fence.within(PLATFORM, queue::nextDue);
  }
}
