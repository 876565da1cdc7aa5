package io.gantry.engine.exec;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.NewThread;
import io.gantry.engine.linux.PidFd;
import io.gantry.engine.linux.ProcessIdentity;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.runtime.ExitFile;
import io.gantry.engine.runtime.ExitFiles;
import io.gantry.engine.runtime.RunningMonitor;
import io.gantry.engine.runtime.RunningMonitors;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions that outlived the engine which started them. Their monitors go on and write down the
 * code, so their ends are seen, if not their output. Thread-safe.
 */
final class SurvivingSessions {
  private static final Logger LOG = LoggerFactory.getLogger(SurvivingSessions.class);
  private static final Duration LOOK_INTERVAL = Duration.ofDays(1);

  private final RunningMonitors monitors;
  private final SessionRecorder recorder;
  private final Set<String> watched = ConcurrentHashMap.newKeySet();

  SurvivingSessions(RunningMonitors monitors, SessionRecorder recorder) {
    this.monitors = monitors;
    this.recorder = recorder;
  }

  /** Watches those that run, and saves the ends of the others; repeating it is harmless. */
  void watch(List<SessionDirectory> sessions) {
    List<SessionDirectory> unknown =
        sessions.stream().filter(session -> !watched.contains(session.session())).toList();
    if (unknown.isEmpty()) {
      return;
    }
    List<RunningMonitor> running = running(unknown.getFirst().container().id());
    unknown.forEach(session -> watch(session, running));
  }

  private List<RunningMonitor> running(ContainerId about) {
    try {
      return monitors.list();
    } catch (IOException e) {
      throw GantryException.of(
              ErrorCode.INTERNAL, "cannot find monitors of commands: " + e.getMessage(), e)
          .about("container", about);
    }
  }

  private void watch(SessionDirectory session, List<RunningMonitor> running) {
    running.stream()
        .filter(monitor -> Objects.equals(session.session(), monitor.session()))
        .map(RunningMonitor::process)
        .findFirst()
        .ifPresentOrElse(monitor -> follow(session, monitor), () -> settle(session));
  }

  private void follow(SessionDirectory session, ProcessIdentity monitor) {
    watched.add(session.session());
    try {
      NewThread.start(
          "gantry-exec-" + session.session().substring(0, 12), () -> followToEnd(session, monitor));
    } catch (SyscallException e) {
      watched.remove(session.session());
      throw GantryException.of(ErrorCode.INTERNAL, "nobody can wait for the command", e)
          .about("exec", session.session());
    }
  }

  private void followToEnd(SessionDirectory session, ProcessIdentity monitor) {
    try (PidFd process = PidFd.open(monitor).orElse(null)) {
      if (process != null) {
        awaitEnd(process);
      }
      settle(session);
    } catch (SyscallException e) {
      // Whoever looks for ended sessions next finds it again.
      LOG.atWarn()
          .addKeyValue("exec", session.session())
          .setCause(e)
          .log("lost sight of a monitor");
    } finally {
      watched.remove(session.session());
    }
  }

  private static void awaitEnd(PidFd process) throws SyscallException {
    boolean ended = false;
    while (!ended) {
      ended = process.waitForEnd(LOOK_INTERVAL);
    }
  }

  /** The directory is removed last: its exit file tells what could not be saved. */
  private void settle(SessionDirectory session) {
    try {
      Integer code =
          ExitFiles.read(session.files().id(), session.files().exitFile())
              .flatMap(ExitFile::known)
              .orElse(null);
      recorder.ended(session, code);
      session.remove();
    } catch (GantryException e) {
      LOG.atWarn().addKeyValue("exec", session.session()).setCause(e).log("session is left over");
    }
  }
}
