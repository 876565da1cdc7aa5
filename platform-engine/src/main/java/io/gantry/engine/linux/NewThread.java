package io.gantry.engine.linux;

/** Starts threads. A host that gives none to this process is an error like any other. */
public final class NewThread {
  private NewThread() {}

  /**
   * Starts a daemon thread.
   *
   * @throws SyscallException EAGAIN if the host gives none
   */
  public static void start(String name, Runnable work) throws SyscallException {
    start(Thread.ofPlatform().name(name).daemon().unstarted(work));
  }

  /** Starts a thread that is made already. */
  public static void start(Thread thread) throws SyscallException {
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      // What the JVM says when clone() fails; it holds nothing of the thread then.
      SyscallException failure = new SyscallException("clone", thread.getName(), Errno.EAGAIN);
      failure.initCause(e);
      throw failure;
    }
  }
}
