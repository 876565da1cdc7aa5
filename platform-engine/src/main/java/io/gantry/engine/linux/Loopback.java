package io.gantry.engine.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import jnr.ffi.annotations.In;

/** The loopback interface of the calling thread's network namespace. */
final class Loopback {
  private static final Functions LIBC = LibC.bind(Functions.class);
  private static final int AF_INET = 2;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 02000000;
  private static final long SIOCSIFFLAGS = 0x8914;
  private static final short IFF_UP = 0x1;
  private static final int REQUEST_BYTES = 40;
  private static final int FLAGS = 16;

  private Loopback() {}

  static void up() throws SyscallException {
    int number =
        LibC.check("socket", "AF_INET", LIBC.socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    try (Descriptor socket = new Descriptor(number)) {
      byte[] request = new byte[REQUEST_BYTES];
      ByteBuffer.wrap(request)
          .order(ByteOrder.nativeOrder())
          .put("lo".getBytes(StandardCharsets.US_ASCII))
          .putShort(FLAGS, IFF_UP);
      LibC.check("ioctl", "SIOCSIFFLAGS lo", LIBC.ioctl(socket.number(), SIOCSIFFLAGS, request));
    }
  }

  /** Bound to the C library. */
  public interface Functions {
    int socket(int domain, int type, int protocol);

    int ioctl(int descriptor, long request, @In byte[] argument);
  }
}
