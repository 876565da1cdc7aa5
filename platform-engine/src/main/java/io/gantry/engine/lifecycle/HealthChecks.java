package io.gantry.engine.lifecycle;

import io.gantry.engine.health.HealthLog;
import io.gantry.engine.health.HealthResult;
import io.gantry.engine.state.ContainerConfig;

/** Health checks as the lifecycle needs them. */
public interface HealthChecks {

  /**
   * Runs the container's check to its end or its limit; nothing of it is left. Takes no lock and
   * does not fail: what stands in the way is a result, too.
   */
  HealthResult run(ContainerConfig config);

  /** What was kept, else a log that begins. */
  HealthLog log(ContainerConfig config);

  /** Replaces what was kept. */
  void keep(ContainerConfig config, HealthLog log);
}
