package io.gantry.engine.runtime;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.cgroup.Cgroups;
import io.gantry.engine.linux.ChildProcess;
import io.gantry.engine.linux.Descriptor;
import io.gantry.engine.linux.MemoryFile;
import io.gantry.engine.linux.OpenFlags;
import io.gantry.engine.linux.Program;
import io.gantry.engine.linux.Spawn;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts monitors up to the point where they live by themselves (MONITOR-5). */
final class MonitorLauncher {
  private static final Path NULL = Path.of("/dev/null");
  private static final Duration FORK_LIMIT = Duration.ofSeconds(30);
  private static final int MAXIMUM_ERROR_BYTES = 4096;

  private final Cgroups cgroups;
  private final Map<String, String> environment;

  MonitorLauncher(Cgroups cgroups, Map<String, String> environment) {
    this.cgroups = cgroups;
    this.environment = Map.copyOf(environment);
  }

  /** On return the monitor runs by itself and its first process is reaped. */
  void launch(
      List<String> command, Path workingDirectory, MonitorPipes pipes, List<Descriptor> held)
      throws IOException {
    Program program =
        new Program(
            command, MonitorEnvironment.with(environment, pipes.environment()), workingDirectory);
    try (Descriptor none = Descriptor.open(NULL, OpenFlags.O_RDWR, 0);
        MemoryFile errors = MemoryFile.create("stderr")) {
      List<Descriptor> descriptors = new ArrayList<>(List.of(none, none, errors.descriptor()));
      descriptors.addAll(pipes.monitorEnds());
      descriptors.addAll(held);
      ChildProcess first = Spawn.start(program, descriptors);
      pipes.closeMonitorEnds();
      try {
        cgroups.adoptMonitor(first.pid());
        pipes.release();
      } finally {
        awaitFork(first, errors);
      }
    }
  }

  private static void awaitFork(ChildProcess first, MemoryFile errors) throws IOException {
    int code = first.waitFor(FORK_LIMIT).orElse(-1);
    if (code != 0) {
      throw GantryException.of(
          ErrorCode.INTERNAL,
          "the monitor did not start: " + errors.read(MAXIMUM_ERROR_BYTES).strip());
    }
  }
}
