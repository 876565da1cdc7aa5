package io.gantry.fleet.workload;

import io.gantry.api.node.Report.Failure;
import io.gantry.persistence.workload.Workload;
import io.gantry.persistence.workload.Workload.Kind;
import java.time.Instant;

/**
 * Brings workloads of one kind a step nearer to what they should be. It looks at what should be and
 * at what is, never at what happened; so it may be called at any time, and again.
 */
public interface Reconciler {
  Kind kind();

  /**
   * Does the next step of a workload, in the transaction and the tenant's scope there is, and asks
   * for the next look if one is needed without a change. One step at most, so that locks are held
   * of one container at a time. A workload that is gone needs none.
   *
   * @throws io.gantry.api.error.GantryException if the step cannot be done now; the transaction is
   *     undone then
   */
  void reconcile(Workload workload, Instant now);

  /** Notes why a step could not be done, in a transaction of its own. */
  void obstruct(Workload workload, Failure obstacle);
}
