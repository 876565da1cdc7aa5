package io.gantry.engine.exec;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.NewThread;
import io.gantry.engine.linux.ProcessIdentity;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.runtime.ExecRequest;
import io.gantry.engine.runtime.Monitor;
import io.gantry.engine.runtime.MonitorFiles;
import io.gantry.engine.runtime.MonitoredExec;
import io.gantry.engine.runtime.RunningMonitors;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs further commands in running containers. Thread-safe; whether the container runs, and its
 * lock, are the caller's matter.
 */
public final class ExecSessions {
  private static final Logger LOG = LoggerFactory.getLogger(ExecSessions.class);
  private static final int ID_BYTES = 32;
  private static final Duration MONITOR_MARGIN = Duration.ofSeconds(2);

  private final Monitor monitor;
  private final LeftoverSessions leftovers;
  private final SecureRandom ids;
  private final Map<String, ExecSession> active = new ConcurrentHashMap<>();

  public ExecSessions(Monitor monitor, RunningMonitors monitors, SecureRandom ids) {
    this.monitor = monitor;
    this.leftovers = new LeftoverSessions(monitors);
    this.ids = ids;
  }

  /**
   * Starts a command, attached to before it runs, so none of its output is lost. After a failure
   * nothing of it is left.
   *
   * @param container files of the container, whose runtime spec the command's process follows
   * @throws GantryException RUNTIME_NOT_FOUND or RUNTIME_PERMISSION if the command cannot be run,
   *     INVALID_ARGUMENT if its user or directory cannot be
   */
  public ExecSession start(MonitorFiles container, ExecSpec spec) {
    return start(container, spec, SessionRecorder.NONE);
  }

  /** As {@link #start(MonitorFiles, ExecSpec)}, written down step by step. */
  ExecSession start(MonitorFiles container, ExecSpec spec, SessionRecorder recorder) {
    return start(new Launch(directory(container), spec, null, recorder));
  }

  /**
   * As {@link #start(MonitorFiles, ExecSpec)}, for a command with a limit of time: its monitor ends
   * it a little later even if this engine is gone by then.
   */
  public ExecSession start(MonitorFiles container, ExecSpec spec, Duration limit) {
    return start(new Launch(directory(container), spec, limit, SessionRecorder.NONE));
  }

  /** One command on its way. */
  private record Launch(
      SessionDirectory directory,
      ExecSpec spec,
      @Nullable Duration limit,
      SessionRecorder recorder) {
    ExecRequest request() {
      return new ExecRequest(
          directory.files(),
          directory.session(),
          directory.process(),
          spec.terminal() != null,
          spec.openInput(),
          limit == null ? null : limit.plus(MONITOR_MARGIN));
    }
  }

  private ExecSession start(Launch launch) {
    SessionDirectory directory = launch.directory();
    launch.recorder().created(directory);
    try {
      directory.create(ContainerProcess.of(directory.container()).exec(launch.spec()));
      MonitoredExec exec = monitor.exec(launch.request());
      try {
        return start(launch, exec);
      } catch (GantryException e) {
        exec.close();
        throw e;
      }
    } catch (GantryException e) {
      directory.remove();
      launch.recorder().undone(directory);
      throw e;
    }
  }

  /** Whether this engine has started it and has not seen its end. */
  boolean watches(String session) {
    return active.containsKey(session);
  }

  /** Ends a session that this engine does not watch; nothing of it is left. */
  void removeLeftover(SessionDirectory session) {
    try {
      leftovers.remove(List.of(session));
    } catch (IOException e) {
      throw unremoved(session.container(), e);
    }
  }

  /** How many commands run in the container, an earlier engine's included (EXEC-12). */
  public long active(MonitorFiles container) {
    long watched =
        active.values().stream().filter(session -> session.runsIn(container.id())).count();
    try {
      return watched + leftovers.running(container, active::containsKey);
    } catch (IOException e) {
      throw GantryException.of(ErrorCode.INTERNAL, "cannot find sessions: " + e.getMessage(), e)
          .about("container", container.id());
    }
  }

  /** Ends the sessions of a container that is removed; nothing of them is left (REMOVAL-10). */
  public void end(MonitorFiles container) {
    active.values().stream()
        .filter(session -> session.isOf(container.id()))
        .forEach(ExecSession::end);
    removeLeftovers(container);
  }

  /**
   * Ends and removes the sessions of a container that this engine does not watch itself, as after
   * its restart: before the container is initialised again, after a reboot and when it is removed
   * (EXEC-12). Those it watches end with the container.
   */
  public void removeLeftovers(MonitorFiles container) {
    try {
      leftovers.remove(container, active::containsKey);
    } catch (IOException e) {
      throw unremoved(container, e);
    }
  }

  private static GantryException unremoved(MonitorFiles container, IOException cause) {
    return GantryException.of(
            ErrorCode.INTERNAL, "cannot remove sessions: " + cause.getMessage(), cause)
        .about("container", container.id());
  }

  private ExecSession start(Launch launch, MonitoredExec exec) {
    SessionDirectory directory = launch.directory();
    AttachSession streams = AttachSession.open(directory.files(), launch.spec().keys());
    try {
      int pid = exec.start();
      directory.forgetProcess();
      CompletableFuture<Integer> exit = new CompletableFuture<>();
      ProcessIdentity process =
          ProcessIdentity.of(pid).orElseGet(() -> new ProcessIdentity(pid, 0));
      ExecSession session = new ExecSession(directory, streams, process, exit);
      watch(
          session,
          () -> {
            launch.recorder().running(directory, process);
            startThread(directory, () -> awaitEnd(launch, exec, exit));
          });
      return session;
    } catch (GantryException e) {
      streams.close();
      throw e;
    }
  }

  private static void startThread(SessionDirectory directory, Runnable work) {
    try {
      NewThread.start("gantry-exec-" + directory.session().substring(0, 12), work);
    } catch (SyscallException e) {
      throw GantryException.of(ErrorCode.INTERNAL, "nobody can wait for the command", e)
          .about("exec", directory.session());
    }
  }

  /** A command that cannot be written down or waited for does not run on. */
  private void watch(ExecSession session, Runnable save) {
    active.put(session.id(), session);
    try {
      save.run();
    } catch (GantryException e) {
      active.remove(session.id());
      session.kill();
      throw e;
    }
  }

  private void awaitEnd(Launch launch, MonitoredExec exec, CompletableFuture<Integer> exit) {
    try {
      int code = code(launch.directory(), exec);
      ended(launch, code);
      exit.complete(code);
    } catch (GantryException e) {
      ended(launch, null);
      exit.completeExceptionally(e);
    }
  }

  private static int code(SessionDirectory directory, MonitoredExec exec) {
    try (exec) {
      return exec.awaitExit().orElseThrow(() -> unseen(directory));
    }
  }

  /** The directory is removed last: its exit file tells what could not be saved. */
  private void ended(Launch launch, @Nullable Integer code) {
    SessionDirectory directory = launch.directory();
    try {
      launch.recorder().ended(directory, code);
      active.remove(directory.session());
      directory.remove();
    } catch (GantryException e) {
      // Whoever looks for ended sessions, or the container's next init or removal, tries again.
      LOG.atWarn().addKeyValue("exec", directory.session()).setCause(e).log("session is left over");
    } finally {
      active.remove(directory.session());
    }
  }

  private static GantryException unseen(SessionDirectory directory) {
    return GantryException.of(
            ErrorCode.MONITOR_DEAD, "the command's monitor was killed: its exit code is unknown")
        .about("exec", directory.session());
  }

  private SessionDirectory directory(MonitorFiles container) {
    return new SessionDirectory(container, newId());
  }

  private String newId() {
    byte[] id = new byte[ID_BYTES];
    ids.nextBytes(id);
    return HexFormat.of().formatHex(id);
  }
}
