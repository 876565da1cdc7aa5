package io.gantry.engine.linux;

import java.time.Duration;
import java.util.Optional;
import jnr.ffi.annotations.Out;

/**
 * A process this one started and has to reap. It leads its own process group. One thread waits for
 * it.
 */
public final class ChildProcess {
  private static final Functions LIBC = LibC.bind(Functions.class);
  private static final int SIGKILL = 9;
  private static final Duration REAP_LIMIT = Duration.ofSeconds(10);

  private final int pid;

  ChildProcess(int pid) {
    this.pid = pid;
  }

  public int pid() {
    return pid;
  }

  /**
   * Waits for the end and reaps the process; one that is late is killed with its group.
   *
   * @return what it returned, 128 plus the number for a signal; empty if it was late
   */
  public Optional<Integer> waitFor(Duration limit) throws SyscallException {
    try (PidFd process = PidFd.open(pid)) {
      if (process.waitForEnd(limit)) {
        return Optional.of(reap());
      }
    }
    kill();
    return Optional.empty();
  }

  /** A process that does not even end when killed is not waited for for ever (HOOKS-10). */
  private void kill() throws SyscallException {
    try (PidFd process = PidFd.open(pid)) {
      int unused = LIBC.kill(-pid, SIGKILL);
      if (process.waitForEnd(REAP_LIMIT)) {
        reap();
      }
    }
  }

  private int reap() throws SyscallException {
    int[] status = new int[1];
    LibC.retry("waitpid", pid, () -> LIBC.waitpid(pid, status, 0));
    int signal = status[0] & 0x7f;
    return signal == 0 ? status[0] >> 8 & 0xff : 128 + signal;
  }

  /** Bound to the C library. */
  public interface Functions {
    int waitpid(int pid, @Out int[] status, int options);

    int kill(int pid, int signal);
  }
}
