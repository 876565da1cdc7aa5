package io.gantry.engine.exec;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.ProcessIdentity;
import io.gantry.engine.runtime.ExecRequest;
import io.gantry.engine.runtime.Monitor;
import io.gantry.engine.runtime.MonitorFiles;
import io.gantry.engine.runtime.MonitoredExec;
import io.gantry.engine.runtime.RunningMonitors;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
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
    return start(container, spec, null);
  }

  /**
   * As {@link #start(MonitorFiles, ExecSpec)}, for a command with a limit of time: its monitor ends
   * it a little later even if this engine is gone by then.
   */
  public ExecSession start(MonitorFiles container, ExecSpec spec, @Nullable Duration limit) {
    SessionDirectory directory = new SessionDirectory(container, newId());
    directory.create(ContainerProcess.of(container).exec(spec));
    try {
      MonitoredExec exec = monitor.exec(request(directory, spec, limit));
      try {
        return start(directory, spec, exec);
      } catch (GantryException e) {
        exec.close();
        throw e;
      }
    } catch (GantryException e) {
      directory.remove();
      throw e;
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
      throw GantryException.of(ErrorCode.INTERNAL, "cannot remove sessions: " + e.getMessage(), e)
          .about("container", container.id());
    }
  }

  private ExecSession start(SessionDirectory directory, ExecSpec spec, MonitoredExec exec) {
    AttachSession streams = AttachSession.open(directory.files(), spec.keys());
    try {
      int pid = exec.start();
      directory.forgetProcess();
      CompletableFuture<Integer> exit = new CompletableFuture<>();
      ProcessIdentity process =
          ProcessIdentity.of(pid).orElseGet(() -> new ProcessIdentity(pid, 0));
      ExecSession session = new ExecSession(directory, streams, process, exit);
      active.put(session.id(), session);
      Thread.ofPlatform()
          .name("gantry-exec-" + directory.session().substring(0, 12))
          .daemon()
          .start(() -> awaitEnd(directory, exec, exit));
      return session;
    } catch (GantryException e) {
      streams.close();
      throw e;
    }
  }

  private void awaitEnd(
      SessionDirectory directory, MonitoredExec exec, CompletableFuture<Integer> exit) {
    try {
      int code = code(directory, exec);
      forget(directory);
      exit.complete(code);
    } catch (GantryException e) {
      forget(directory);
      exit.completeExceptionally(e);
    }
  }

  private static int code(SessionDirectory directory, MonitoredExec exec) {
    try (exec) {
      return exec.awaitExit().orElseThrow(() -> unseen(directory));
    }
  }

  private void forget(SessionDirectory directory) {
    active.remove(directory.session());
    try {
      directory.remove();
    } catch (GantryException e) {
      // The next init or removal of the container tries again.
      LOG.atWarn().addKeyValue("exec", directory.session()).setCause(e).log("session is left over");
    }
  }

  private static GantryException unseen(SessionDirectory directory) {
    return GantryException.of(
            ErrorCode.MONITOR_DEAD, "the command's monitor was killed: its exit code is unknown")
        .about("exec", directory.session());
  }

  private static ExecRequest request(
      SessionDirectory directory, ExecSpec spec, @Nullable Duration limit) {
    return new ExecRequest(
        directory.files(),
        directory.session(),
        directory.process(),
        spec.terminal() != null,
        spec.openInput(),
        limit == null ? null : limit.plus(MONITOR_MARGIN));
  }

  private String newId() {
    byte[] id = new byte[ID_BYTES];
    ids.nextBytes(id);
    return HexFormat.of().formatHex(id);
  }
}
