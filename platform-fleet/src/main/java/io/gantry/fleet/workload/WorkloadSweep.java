package io.gantry.fleet.workload;

import io.gantry.persistence.fence.AcrossTenants;
import io.gantry.persistence.fence.PlatformWork;
import io.gantry.persistence.workload.ReconcileQueue;
import java.time.Clock;
import org.springframework.stereotype.Component;

/**
 * Has every workload looked at that is not at its end, from time to time: for what changes without
 * anybody telling, as a node that is taken out of the fleet with all it had.
 */
@Component
public class WorkloadSweep {
  private final ReconcileQueue queue;
  private final Clock clock;

  WorkloadSweep(ReconcileQueue queue, Clock clock) {
    this.queue = queue;
    this.clock = clock;
  }

  @AcrossTenants(PlatformWork.RECONCILING)
  public void run() {
    queue.addAll(clock.instant());
  }
}
