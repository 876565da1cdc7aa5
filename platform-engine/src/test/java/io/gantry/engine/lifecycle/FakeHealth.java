package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerId;
import io.gantry.engine.health.HealthLog;
import io.gantry.engine.health.HealthResult;
import io.gantry.engine.state.ContainerConfig;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/** Checks whose results the test has prepared; without any they succeed. */
final class FakeHealth implements HealthChecks {
  final ArrayDeque<Integer> codes = new ArrayDeque<>();
  final Map<ContainerId, HealthLog> kept = new HashMap<>();
  Runnable during = () -> {};
  RuntimeException failure;
  int checks;

  @Override
  public HealthResult run(ContainerConfig config) {
    checks++;
    during.run();
    Integer code = codes.poll();
    return new HealthResult(Instant.EPOCH, Instant.EPOCH, code == null ? 0 : code, "");
  }

  @Override
  public HealthLog log(ContainerConfig config) {
    return kept.getOrDefault(config.id(), HealthLog.starting());
  }

  @Override
  public void keep(ContainerConfig config, HealthLog log) {
    if (failure != null) {
      throw failure;
    }
    kept.put(config.id(), log);
  }
}
