package io.gantry.engine.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;

/** Waits for descriptors to become ready. */
public final class Poll {
  private static final Functions LIBC = LibC.bind(Functions.class);
  private static final int ENTRY_BYTES = 8;
  private static final int REVENTS = 6;
  private static final short POLLIN = 1;

  private Poll() {}

  /** Waits until a read would not block (data, end or error). */
  public static boolean readable(Descriptor descriptor, Duration limit) throws SyscallException {
    return !readable(List.of(descriptor), limit).isEmpty();
  }

  /**
   * Waits until a read of at least one would not block.
   *
   * @return the indexes of those that are ready; empty when the time is over
   */
  public static BitSet readable(List<Descriptor> descriptors, Duration limit)
      throws SyscallException {
    byte[] entries = new byte[descriptors.size() * ENTRY_BYTES];
    ByteBuffer view = ByteBuffer.wrap(entries).order(ByteOrder.nativeOrder());
    for (Descriptor descriptor : descriptors) {
      view.putInt(descriptor.number()).putShort(POLLIN).putShort((short) 0);
    }
    waitUntil(entries, descriptors.size(), System.nanoTime() + limit.toNanos());
    BitSet ready = new BitSet();
    for (int i = 0; i < descriptors.size(); i++) {
      ready.set(i, view.getShort(i * ENTRY_BYTES + REVENTS) != 0);
    }
    return ready;
  }

  private static void waitUntil(byte[] entries, int count, long deadline) throws SyscallException {
    LibC.retry(
        "poll",
        null,
        () -> {
          long rest = Math.max(0, deadline - System.nanoTime());
          long milliseconds = Math.min(Integer.MAX_VALUE, (rest + 999_999) / 1_000_000);
          return LIBC.poll(entries, count, (int) milliseconds);
        });
  }

  /** Bound to the C library. */
  public interface Functions {
    int poll(@In @Out byte[] entries, long count, int milliseconds);
  }
}
