package io.gantry.engine.linux;

/** The processes that one has started and that stayed in the group it leads. */
public final class ProcessGroup {
  private static final Functions LIBC = LibC.bind(Functions.class);
  private static final int SIGKILL = 9;
  private static final int SIGSTOP = 19;

  private ProcessGroup() {}

  /**
   * Kills the leader and its group. The leader is stopped first, so its number is still its own
   * when the group is signalled; a leader that has ended is nothing to do.
   */
  public static void kill(ProcessIdentity leader) throws SyscallException {
    try (PidFd open = PidFd.open(leader).orElse(null)) {
      if (open != null && open.signal(SIGSTOP)) {
        int result = LIBC.kill(-leader.pid(), SIGKILL);
        if (result == -1 && LibC.lastError() != Errno.ESRCH) { // it leads no group
          LibC.check("kill", "process group " + leader.pid(), result);
        }
        open.signal(SIGKILL);
      }
    }
  }

  /** Bound to the C library. */
  public interface Functions {
    int kill(int pid, int signal);
  }
}
