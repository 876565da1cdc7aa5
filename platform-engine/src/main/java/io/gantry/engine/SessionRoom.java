package io.gantry.engine;

import io.gantry.engine.exec.ExecSessions;
import io.gantry.engine.lifecycle.Sessions;
import io.gantry.engine.runtime.MonitorFiles;
import io.gantry.engine.state.ContainerConfig;
import java.nio.file.Path;

/** Further commands in containers, as the lifecycle asks for them. */
record SessionRoom(ExecSessions sessions, Path exits) implements Sessions {

  @Override
  public long active(ContainerConfig config) {
    return sessions.active(filesOf(config));
  }

  @Override
  public void end(ContainerConfig config) {
    sessions.end(filesOf(config));
  }

  private MonitorFiles filesOf(ContainerConfig config) {
    return new MonitorFiles(config.id(), config.staticDir(), config.runDir(), exits);
  }
}
