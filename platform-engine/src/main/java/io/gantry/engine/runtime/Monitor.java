package io.gantry.engine.runtime;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.cgroup.Cgroups;
import io.gantry.engine.linux.PidFd;
import io.gantry.engine.linux.ProcessIdentity;
import io.gantry.engine.linux.SyscallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Creates containers under a monitor (conmon): the parent of the container's process, which keeps
 * its output, listens for who attaches and writes down how it ended, whatever happens to the
 * engine. It is given no exit command: the engine sees exits by {@link ExitFiles}. Thread-safe.
 */
public final class Monitor {
  private static final Duration CREATE_LIMIT = Duration.ofMinutes(4);
  private static final Duration LISTEN_LIMIT = Duration.ofSeconds(30);
  private static final int SIGKILL = 9;
  private static final Duration END_LIMIT = Duration.ofSeconds(5);

  private final Path program;
  private final OciRuntime runtime;
  private final MonitorLauncher launcher;
  private final Duration createLimit;

  /**
   * @param program path of conmon
   * @param environment the engine's own
   */
  public Monitor(
      Path program, OciRuntime runtime, Cgroups cgroups, Map<String, String> environment) {
    this(program, runtime, cgroups, environment, CREATE_LIMIT);
  }

  Monitor(
      Path program,
      OciRuntime runtime,
      Cgroups cgroups,
      Map<String, String> environment,
      Duration createLimit) {
    this.createLimit = createLimit;
    this.program = program;
    this.runtime = runtime;
    this.launcher = new MonitorLauncher(cgroups, environment);
  }

  /**
   * Creates the container; its process waits for {@link OciRuntime#start}, or if it is restored,
   * runs at once. After a failure nothing of it is left in the runtime.
   */
  public MonitorStarted create(MonitorRequest request) {
    MonitorFiles files = request.files();
    try (MonitorPipes pipes = MonitorPipes.forContainer(request.inherited().descriptors())) {
      removeOldPids(files);
      files.removeWhatIsNoLog();
      Optional<ProcessIdentity> monitor =
          launcher(request)
              .launch(
                  MonitorArguments.create(program, runtime, request), files, pipes, request.held());
      int pid = containerPid(request, new CreateWait(monitor), pipes);
      return new MonitorStarted(identity(pid), monitor.orElse(null));
    } catch (IOException e) {
      throw failed(
          files,
          GantryException.of(ErrorCode.INTERNAL, "cannot run the monitor: " + e.getMessage(), e)
              .about("container", files.id()));
    } catch (GantryException e) {
      throw failed(files, e);
    }
  }

  private MonitorLauncher launcher(MonitorRequest request) {
    MonitorLauncher chosen = request.inherited().streams() ? launcher.withOwnStreams() : launcher;
    return request.mapsUsers() ? chosen.withSlaveSys() : chosen;
  }

  /** Prepares a further command in a running container; nothing runs before it is started. */
  public MonitoredExec exec(ExecRequest request) {
    MonitorFiles files = request.files();
    try {
      MonitorPipes pipes = MonitorPipes.forExec();
      try {
        List<String> command = MonitorArguments.exec(program, runtime, request);
        Optional<ProcessIdentity> process = launcher.launch(command, files, pipes, List.of());
        if (pipes.awaitListening(LISTEN_LIMIT)) {
          return new MonitoredExec(files, pipes, process);
        }
        throw GantryException.of(ErrorCode.INTERNAL, "the monitor of a command ended at once")
            .about("container", files.id());
      } catch (IOException | GantryException e) {
        pipes.close();
        throw e;
      }
    } catch (IOException e) {
      throw GantryException.of(ErrorCode.INTERNAL, "cannot run the monitor: " + e.getMessage(), e)
          .about("container", files.id());
    }
  }

  private static void removeOldPids(MonitorFiles files) throws IOException {
    Files.deleteIfExists(files.pidFile());
    Files.deleteIfExists(files.monitorPidFile());
    Files.deleteIfExists(files.runtimeLog());
  }

  private int containerPid(MonitorRequest request, CreateWait wait, MonitorPipes pipes)
      throws IOException {
    MonitorAnswer answer =
        wait.answer(pipes, createLimit)
            .orElseGet(() -> new MonitorAnswer(-1, "the monitor ended without an answer"));
    if (answer.data() > 0) {
      return answer.data();
    }
    MonitorFiles files = request.files();
    throw RuntimeFailure.of(files.id(), request.action(), reason(files, answer));
  }

  private static String reason(MonitorFiles files, MonitorAnswer answer) {
    return RuntimeLog.lastErrorIn(files.runtimeLog()).orElse(answer.message());
  }

  /** Leaves nothing behind: a monitor that hangs, a container that exists by half (MONITOR-6). */
  private GantryException failed(MonitorFiles files, GantryException failure) {
    try {
      Optional<ProcessIdentity> monitor = MonitorLauncher.monitor(files);
      if (monitor.isPresent()) {
        end(monitor.get());
      }
      runtime.delete(files.id());
    } catch (IOException | GantryException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }

  private static void end(ProcessIdentity monitor) throws SyscallException {
    try (PidFd process = PidFd.open(monitor).orElse(null)) {
      if (process != null && process.signal(SIGKILL)) {
        process.waitForEnd(END_LIMIT);
      }
    }
  }

  private static ProcessIdentity identity(int pid) {
    return ProcessIdentity.of(pid).orElseGet(() -> new ProcessIdentity(pid, 0));
  }
}
