package io.gantry.engine.linux;

import java.time.Duration;
import java.util.Optional;

/**
 * A descriptor of a process: it stays with that process even if its number is used again (STOP-17).
 */
public final class PidFd implements AutoCloseable {
  private static final Functions LIBC = LibC.bind(Functions.class);
  private static final long SYS_PIDFD_SEND_SIGNAL = 424;
  private static final long SYS_PIDFD_OPEN = 434;

  private final Descriptor descriptor;

  private PidFd(Descriptor descriptor) {
    this.descriptor = descriptor;
  }

  /** Opens a process that cannot have been reaped meanwhile, as an own child. */
  static PidFd open(int pid) throws SyscallException {
    long number =
        LibC.check("pidfd_open", "process " + pid, LIBC.syscall(SYS_PIDFD_OPEN, pid, 0, 0, 0));
    return new PidFd(new Descriptor((int) number));
  }

  /** Opens the process; empty if it is gone and its number is free or another's. */
  public static Optional<PidFd> open(ProcessIdentity identity) throws SyscallException {
    PidFd process;
    try {
      process = open(identity.pid());
    } catch (SyscallException e) {
      if (e.is(Errno.ESRCH)) {
        return Optional.empty();
      }
      throw e;
    }
    if (identity.isAlive()) {
      return Optional.of(process);
    }
    process.close();
    return Optional.empty();
  }

  /**
   * Sends one signal to the process.
   *
   * @return false if it is gone
   */
  public static boolean signal(ProcessIdentity identity, int number) throws SyscallException {
    try (PidFd process = open(identity).orElse(null)) {
      return process != null && process.signal(number);
    }
  }

  /**
   * Waits until the process ended; it may still have to be reaped by its parent.
   *
   * @return whether it ended in time
   */
  public boolean waitForEnd(Duration limit) throws SyscallException {
    return Poll.readable(descriptor, limit);
  }

  /**
   * Sends a signal.
   *
   * @return false if the process is gone
   */
  public boolean signal(int number) throws SyscallException {
    long result = LIBC.syscall(SYS_PIDFD_SEND_SIGNAL, descriptor.number(), number, 0, 0);
    if (result == -1 && LibC.lastError() == Errno.ESRCH) {
      return false;
    }
    LibC.check("pidfd_send_signal", descriptor, result);
    return true;
  }

  /** Readable once the process has ended. */
  Descriptor descriptor() {
    return descriptor;
  }

  @Override
  public void close() {
    descriptor.close();
  }

  /** Bound to the C library. */
  public interface Functions {
    long syscall(long number, long first, long second, long third, long fourth);
  }
}
