package io.gantry.engine.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Wakes a thread that polls descriptors; it stays signalled until it is drained. Thread-safe:
 * signalling a closed one does nothing.
 */
public final class WakeUp implements AutoCloseable {
  private static final Functions LIBC = LibC.bind(Functions.class);
  private static final int EFD_CLOEXEC = 02000000;

  private final Descriptor descriptor;
  private boolean closed;

  private WakeUp(Descriptor descriptor) {
    this.descriptor = descriptor;
  }

  public static WakeUp open() throws SyscallException {
    return new WakeUp(new Descriptor(LibC.check("eventfd", null, LIBC.eventfd(0, EFD_CLOEXEC))));
  }

  /** What the thread polls. */
  public Descriptor descriptor() {
    return descriptor;
  }

  public synchronized void signal() throws SyscallException {
    if (closed) {
      return;
    }
    descriptor.write(
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(1).array());
  }

  /** Takes the signals in; waits for one if there is none. */
  public void drain() throws SyscallException {
    var unused = descriptor.read(new byte[Long.BYTES]);
  }

  @Override
  public synchronized void close() {
    closed = true;
    descriptor.close();
  }

  /** Bound to the C library. */
  public interface Functions {
    int eventfd(int initial, int flags);
  }
}
