package io.gantry.engine.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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
  static final int AF_UNIX = 1;
  static final int SOCK_SEQPACKET = 5;
  static final int SOCK_CLOEXEC = 02000000;

  private static final Functions LIBC = LibC.bind(Functions.class);
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int SHUT_WR = 1;
  private static final int SHUT_RDWR = 2;

  private final Descriptor descriptor;

  SeqPacketSocket(Descriptor descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * Connects to the socket at a path of any length: the address names an open descriptor of it
   * (PATHS-6).
   */
  public static SeqPacketSocket connect(Path path) throws SyscallException {
    try (Descriptor target = Descriptor.open(path, OpenFlags.O_PATH | OpenFlags.O_NOFOLLOW, 0)) {
      Descriptor socket =
          new Descriptor(
              LibC.check("socket", path, LIBC.socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0)));
      try {
        byte[] address = address(target.path());
        LibC.check("connect", path, LIBC.connect(socket.number(), address, address.length));
        return new SeqPacketSocket(socket);
      } catch (SyscallException e) {
        socket.close();
        throw e;
      }
    }
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

  private static byte[] address(Path path) {
    byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Short.BYTES + name.length + 1)
        .order(ByteOrder.nativeOrder())
        .putShort((short) AF_UNIX)
        .put(name)
        .array();
  }

  /** Bound to the C library. */
  public interface Functions {
    int socket(int domain, int type, int protocol);

    int connect(int descriptor, @In byte[] address, int length);

    @ssize_t
    long recv(int descriptor, @Out byte[] buffer, @size_t long length, int flags);

    @ssize_t
    long send(int descriptor, @In byte[] buffer, @size_t long length, int flags);

    int shutdown(int descriptor, int how);
  }
}
