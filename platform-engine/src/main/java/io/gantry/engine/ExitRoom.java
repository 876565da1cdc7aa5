package io.gantry.engine;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.cgroup.Cgroups;
import io.gantry.engine.cgroup.OomEvidence;
import io.gantry.engine.exec.ExecSessions;
import io.gantry.engine.lifecycle.ExitSource;
import io.gantry.engine.lifecycle.SeenExit;
import io.gantry.engine.runtime.ExitFiles;
import io.gantry.engine.runtime.MonitorFiles;
import io.gantry.engine.state.ContainerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** The monitors' exit files, as the lifecycle asks for them. */
record ExitRoom(ExitFiles files, ExecSessions sessions, Path exits, Cgroups cgroups)
    implements ExitSource {

  @Override
  public Optional<SeenExit> find(ContainerConfig config) {
    return files
        .read(filesOf(config))
        .map(exit -> new SeenExit(exit.code(), exit.finishedAt(), exit.damage()));
  }

  @Override
  public Optional<String> memoryEvidence(ContainerConfig config) {
    Optional<String> evidence = cgroups.oomEvidence(config.id()).map(OomEvidence::text);
    return evidence.isEmpty() && Files.exists(filesOf(config).oom())
        ? Optional.of("the monitor saw the container run out of memory")
        : evidence;
  }

  @Override
  public void forget(ContainerConfig config) {
    try {
      filesOf(config).remove();
      sessions.removeLeftovers(filesOf(config));
    } catch (IOException e) {
      throw GantryException.of(ErrorCode.INTERNAL, "a monitor's file cannot be removed", e)
          .about("container", config.id());
    }
  }

  @Override
  public void cleanOrphans(Set<ContainerId> known) {
    try {
      ExitFiles.removeOthers(exits, known);
    } catch (IOException e) {
      throw GantryException.of(
          ErrorCode.INTERNAL, "exit files that belong to nobody cannot be removed", e);
    }
  }

  private MonitorFiles filesOf(ContainerConfig config) {
    return new MonitorFiles(config.id(), config.staticDir(), config.runDir(), exits);
  }
}
