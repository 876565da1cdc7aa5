package io.gantry.engine.linux;

import java.nio.file.Path;
import jnr.ffi.annotations.In;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;

/** Single messages to Unix sockets of type SOCK_DGRAM. */
public final class UnixDatagram {
  private static final Functions LIBC = LibC.bind(Functions.class);
  private static final int MSG_DONTWAIT = 0x40;
  private static final int MSG_NOSIGNAL = 0x4000;

  private UnixDatagram() {}

  /**
   * Sends one message; a symbolic link is not followed.
   *
   * @throws SyscallException ECONNREFUSED if nobody listens, EAGAIN if the receiver has no room: it
   *     is not waited for
   */
  public static void send(Path socket, byte[] message) throws SyscallException {
    try (Descriptor connected = UnixSocket.connect(socket, UnixSocket.SOCK_DGRAM)) {
      LibC.retry(
          "send",
          socket,
          () ->
              LIBC.send(connected.number(), message, message.length, MSG_DONTWAIT | MSG_NOSIGNAL));
    }
  }

  /** Bound to the C library. */
  public interface Functions {
    @ssize_t
    long send(int descriptor, @In byte[] buffer, @size_t long length, int flags);
  }
}
