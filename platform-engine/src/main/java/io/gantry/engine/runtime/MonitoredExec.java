package io.gantry.engine.runtime;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.PidFd;
import io.gantry.engine.linux.ProcessIdentity;
import io.gantry.engine.linux.SyscallException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A further command in a container, under a monitor of its own that waits to be attached to and
 * released (EXEC-6). Used by one thread at a time.
 */
public final class MonitoredExec implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(4);
  private static final Logger LOG = LoggerFactory.getLogger(MonitoredExec.class);
  private static final int SIGKILL = 9;
  private static final Duration MONITOR_END_LIMIT = Duration.ofSeconds(5);
  private static final Duration LONG = Duration.ofDays(1);

  private final MonitorFiles files;
  private final MonitorPipes pipes;
  private final Optional<ProcessIdentity> monitor;
  private boolean released;

  MonitoredExec(MonitorFiles files, MonitorPipes pipes, Optional<ProcessIdentity> monitor) {
    this.files = files;
    this.pipes = pipes;
    this.monitor = monitor;
  }

  /**
   * Lets the runtime start the command.
   *
   * @return the process's number
   * @throws GantryException RUNTIME_NOT_FOUND, RUNTIME_PERMISSION or RUNTIME (EXITCODES-9)
   */
  public int start() {
    try {
      pipes.release();
      released = true;
      MonitorAnswer answer =
          pipes
              .answer(START_LIMIT)
              .orElseGet(() -> new MonitorAnswer(-1, "the monitor ended without an answer"));
      if (answer.data() > 0) {
        return answer.data();
      }
      String reason = RuntimeLog.lastErrorIn(files.runtimeLog()).orElse(answer.message());
      throw RuntimeFailure.of(files.id(), "run a command in", reason);
    } catch (IOException e) {
      throw broken(files.id(), e);
    }
  }

  /**
   * Waits for the end of the command, after all of its output was handed to who is attached.
   *
   * @return what it returned; empty if the monitor was killed, or what it wrote is damaged, and
   *     nobody knows
   */
  public Optional<Integer> awaitExit() {
    try {
      return pipes
          .answer(LONG)
          .map(MonitorAnswer::data)
          .or(() -> ExitFiles.read(files.id(), files.exitFile()).flatMap(ExitFile::known));
    } catch (IOException e) {
      throw broken(files.id(), e);
    }
  }

  /**
   * Lets go of the command after its end or its failure, and waits for the end of its monitor,
   * which still removes files. A monitor that was never released is killed: it would take the
   * closed pipe for its release.
   */
  @Override
  public void close() {
    try (PidFd process = monitor.isPresent() ? PidFd.open(monitor.get()).orElse(null) : null) {
      if (process != null && (released || process.signal(SIGKILL))) {
        process.waitForEnd(MONITOR_END_LIMIT);
      }
    } catch (SyscallException e) {
      LOG.atWarn().addKeyValue("container", files.id()).setCause(e).log("lost sight of a monitor");
    } finally {
      pipes.close();
    }
  }

  private static GantryException broken(ContainerId id, IOException cause) {
    return GantryException.of(
            ErrorCode.INTERNAL, "the monitor of a command failed: " + cause.getMessage(), cause)
        .about("container", id);
  }
}
