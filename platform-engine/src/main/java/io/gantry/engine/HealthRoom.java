package io.gantry.engine;

import io.gantry.api.container.HealthSpec;
import io.gantry.engine.health.HealthExec;
import io.gantry.engine.health.HealthLog;
import io.gantry.engine.health.HealthLogFile;
import io.gantry.engine.health.HealthResult;
import io.gantry.engine.lifecycle.HealthChecks;
import io.gantry.engine.runtime.MonitorFiles;
import io.gantry.engine.secret.ContainerSecrets;
import io.gantry.engine.state.ContainerConfig;
import java.nio.file.Path;
import java.util.Objects;

/** Health checks, as the lifecycle asks for them. */
record HealthRoom(HealthExec exec, ContainerSecrets secrets, Path exits) implements HealthChecks {

  @Override
  public HealthResult run(ContainerConfig config) {
    HealthSpec spec = Objects.requireNonNull(config.health(), "has a health check");
    return exec.run(
        new MonitorFiles(config.id(), config.staticDir(), config.runDir(), exits),
        spec,
        secrets.variables(config));
  }

  @Override
  public HealthLog log(ContainerConfig config) {
    return HealthLogFile.read(config.staticDir());
  }

  @Override
  public void keep(ContainerConfig config, HealthLog log) {
    HealthLogFile.write(config.staticDir(), log);
  }
}
