package io.gantry.engine.exec;

import io.gantry.engine.linux.Errno;
import io.gantry.engine.linux.PidFd;
import io.gantry.engine.linux.ProcessIdentity;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.runtime.MonitorFiles;
import io.gantry.engine.runtime.RunningMonitor;
import io.gantry.engine.runtime.RunningMonitors;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** Sessions of an earlier run of a container or of an engine that was killed. */
final class LeftoverSessions {
  private static final int SIGKILL = 9;
  private static final Duration END_LIMIT = Duration.ofSeconds(5);

  private final RunningMonitors monitors;

  LeftoverSessions(RunningMonitors monitors) {
    this.monitors = monitors;
  }

  /**
   * Ends the sessions and removes their directories.
   *
   * @param watched tells the sessions that are none of these
   */
  void remove(MonitorFiles container, Predicate<String> watched) throws IOException {
    remove(left(container, watched));
  }

  /** The same for these sessions. */
  void remove(List<SessionDirectory> left) throws IOException {
    for (RunningMonitor monitor : monitorsOf(left)) {
      kill(monitor.process());
    }
    left.forEach(SessionDirectory::remove);
  }

  /** How many have a monitor that runs. */
  long running(MonitorFiles container, Predicate<String> watched) throws IOException {
    return monitorsOf(left(container, watched)).size();
  }

  private static List<SessionDirectory> left(MonitorFiles container, Predicate<String> watched)
      throws SyscallException {
    return directories(container).stream()
        .filter(directory -> !watched.test(directory.session()))
        .toList();
  }

  /** Looks through the host's processes only if there is a session to look for. */
  private List<RunningMonitor> monitorsOf(List<SessionDirectory> left) throws IOException {
    List<String> ids = left.stream().map(SessionDirectory::session).toList();
    return ids.isEmpty()
        ? List.of()
        : monitors.list().stream().filter(monitor -> ids.contains(monitor.session())).toList();
  }

  private static void kill(ProcessIdentity monitor) throws SyscallException {
    try (PidFd process = PidFd.open(monitor).orElse(null)) {
      if (process != null && process.signal(SIGKILL)) {
        process.waitForEnd(END_LIMIT);
      }
    }
  }

  private static List<SessionDirectory> directories(MonitorFiles container)
      throws SyscallException {
    try {
      return SessionDirectory.list(container);
    } catch (SyscallException e) {
      if (e.is(Errno.ENOENT)) {
        return List.of(); // the container is gone with all it had
      }
      throw e;
    }
  }
}
