package io.gantry.engine.linux;

import java.nio.file.Path;
import java.time.Duration;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;

/**
 * A connected Unix socket of type SOCK_SEQPACKET. One thread may send while another receives; a
 * third may shut it down to wake both.
 */
public final class SeqPacketSocket implements AutoCloseable {
  private static final Functions LIBC = LibC.bind(Functions.class);
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int SHUT_WR = 1;
  private static final int SHUT_RDWR = 2;

  private final Descriptor descriptor;

  SeqPacketSocket(Descriptor descriptor) {
    this.descriptor = descriptor;
  }

  /** Connects to the socket at a path of any length (PATHS-6). */
  public static SeqPacketSocket connect(Path path) throws SyscallException {
    return new SeqPacketSocket(UnixSocket.connect(path, UnixSocket.SOCK_SEQPACKET));
  }

  /**
   * Receives one packet.
   *
   * @return its bytes, cut at the buffer's length; 0 at the end of what the peer sends
   */
  public int receive(byte[] buffer) throws SyscallException {
    return (int)
        LibC.retry(
            "recv", descriptor, () -> LIBC.recv(descriptor.number(), buffer, buffer.length, 0));
  }

  /** Whether a packet or the end is there before the time is over. */
  public boolean awaitPacket(Duration limit) throws SyscallException {
    return Poll.readable(descriptor, limit);
  }

  /** Sends one packet, waiting for room. */
  public void send(byte[] packet) throws SyscallException {
    LibC.retry(
        "send",
        descriptor,
        () -> LIBC.send(descriptor.number(), packet, packet.length, MSG_NOSIGNAL));
  }

  /** Tells the peer that nothing more is sent. */
  public void shutdownSending() throws SyscallException {
    shutdown(SHUT_WR);
  }

  /** Ends both directions and wakes whoever waits on this socket; it still has to be closed. */
  public void shutdown() throws SyscallException {
    shutdown(SHUT_RDWR);
  }

  private void shutdown(int how) throws SyscallException {
    int result = LIBC.shutdown(descriptor.number(), how);
    if (result == -1 && LibC.lastError() != Errno.ENOTCONN) {
      throw new SyscallException("shutdown", descriptor, LibC.lastError());
    }
  }

  @Override
  public void close() {
    descriptor.close();
  }

  /** Bound to the C library. */
  public interface Functions {
    @ssize_t
    long recv(int descriptor, @Out byte[] buffer, @size_t long length, int flags);

    @ssize_t
    long send(int descriptor, @In byte[] buffer, @size_t long length, int flags);

    int shutdown(int descriptor, int how);
  }
}
