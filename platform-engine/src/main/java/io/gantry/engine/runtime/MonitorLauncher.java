package io.gantry.engine.runtime;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.cgroup.Cgroups;
import io.gantry.engine.linux.ChildProcess;
import io.gantry.engine.linux.Descriptor;
import io.gantry.engine.linux.MemoryFile;
import io.gantry.engine.linux.OpenFlags;
import io.gantry.engine.linux.ProcessIdentity;
import io.gantry.engine.linux.Program;
import io.gantry.engine.linux.SlaveSys;
import io.gantry.engine.linux.Spawn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts monitors up to the point where they live by themselves (MONITOR-5). */
final class MonitorLauncher {
  private static final Logger LOG = LoggerFactory.getLogger(MonitorLauncher.class);
  private static final Path NULL = Path.of("/dev/null");
  private static final Duration FORK_LIMIT = Duration.ofSeconds(30);
  private static final int MAXIMUM_ERROR_BYTES = 4096;

  /** The standard streams of this process, never closed. */
  private static final List<Descriptor> OWN =
      List.of(new Descriptor(0), new Descriptor(1), new Descriptor(2));

  private final Cgroups cgroups;
  private final Map<String, String> environment;

  private final Spawning spawning;
  private final boolean ownStreams;

  /** How the first process is started. */
  @FunctionalInterface
  private interface Spawning {
    ChildProcess start(Program program, List<Descriptor> descriptors) throws IOException;
  }

  MonitorLauncher(Cgroups cgroups, Map<String, String> environment) {
    this(cgroups, environment, Spawn::start, false);
  }

  private MonitorLauncher(
      Cgroups cgroups, Map<String, String> environment, Spawning spawning, boolean ownStreams) {
    this.cgroups = cgroups;
    this.environment = Map.copyOf(environment);
    this.spawning = spawning;
    this.ownStreams = ownStreams;
  }

  /** The same for containers with a user namespace (MONITOR-14). */
  MonitorLauncher withSlaveSys() {
    return new MonitorLauncher(cgroups, environment, SlaveSys::start, ownStreams);
  }

  /** The same, with this process's standard streams for monitor and container. */
  MonitorLauncher withOwnStreams() {
    return new MonitorLauncher(cgroups, environment, spawning, true);
  }

  /**
   * Starts a monitor. On return it runs by itself, in its own cgroup, and its first process is
   * reaped.
   *
   * @return the monitor; empty if its pid file cannot be read, which is a warning (MONITOR-7)
   */
  Optional<ProcessIdentity> launch(
      List<String> command, MonitorFiles files, MonitorPipes pipes, List<Descriptor> held)
      throws IOException {
    Map<String, String> variables = MonitorEnvironment.with(environment, pipes.environment());
    Program program = new Program(command, variables, files.bundle());
    try (Descriptor none = Descriptor.open(NULL, OpenFlags.O_RDWR, 0);
        MemoryFile errors = MemoryFile.create("stderr")) {
      List<Descriptor> descriptors =
          new ArrayList<>(ownStreams ? OWN : List.of(none, none, errors.descriptor()));
      descriptors.addAll(pipes.monitorEnds());
      descriptors.addAll(held);
      ChildProcess first = spawning.start(program, descriptors);
      pipes.closeMonitorEnds();
      try {
        pipes.release();
      } finally {
        awaitFork(first, errors);
      }
    }
    // Moving costs an RCU grace period, which the runtime's first steps hide. Should the engine and
    // its group be killed before, the container dies unstarted, and recovery removes it.
    Optional<ProcessIdentity> monitor = monitor(files);
    monitor.ifPresent(process -> cgroups.adoptMonitor(process.pid()));
    return monitor;
  }

  /** The monitor by its pid file. */
  static Optional<ProcessIdentity> monitor(MonitorFiles files) {
    try {
      return ProcessIdentity.of(Integer.parseInt(Files.readString(files.monitorPidFile()).strip()));
    } catch (IOException | NumberFormatException e) {
      LOG.atWarn()
          .addKeyValue("container", files.id())
          .setCause(e)
          .log("the monitor's pid file cannot be read");
      return Optional.empty();
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
