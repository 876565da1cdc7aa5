package io.gantry.engine.linux;

import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jnr.ffi.annotations.In;

/** IPv4 sockets that hold a port and do nothing with it. */
public final class InetSocket {
  private static final Functions LIBC = LibC.bind(Functions.class);
  private static final int AF_INET = 2;
  private static final int SOCK_STREAM = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 02000000;
  private static final int SOL_SOCKET = 1;
  private static final int SO_REUSEADDR = 2;
  private static final int ADDRESS_BYTES = 16;
  private static final int ONE = 1;

  private InetSocket() {}

  /**
   * Listens on a TCP port, past connections of an earlier user that linger. Only a listening socket
   * keeps every other process from the port.
   *
   * @throws SyscallException EADDRINUSE if somebody has the port
   */
  public static Descriptor listen(Inet4Address address, int port) throws SyscallException {
    Descriptor socket = open(SOCK_STREAM, address, port);
    try {
      byte[] on = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(ONE).array();
      LibC.check(
          "setsockopt",
          socket,
          LIBC.setsockopt(socket.number(), SOL_SOCKET, SO_REUSEADDR, on, on.length));
      bind(socket, address, port);
      LibC.check("listen", address(address, port), LIBC.listen(socket.number(), ONE));
      return socket;
    } catch (SyscallException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * Binds a UDP port.
   *
   * @throws SyscallException EADDRINUSE if somebody has the port
   */
  public static Descriptor bindDatagram(Inet4Address address, int port) throws SyscallException {
    Descriptor socket = open(SOCK_DGRAM, address, port);
    try {
      bind(socket, address, port);
      return socket;
    } catch (SyscallException e) {
      socket.close();
      throw e;
    }
  }

  private static Descriptor open(int type, Inet4Address address, int port) throws SyscallException {
    return new Descriptor(
        LibC.check("socket", address(address, port), LIBC.socket(AF_INET, type | SOCK_CLOEXEC, 0)));
  }

  private static void bind(Descriptor socket, Inet4Address address, int port)
      throws SyscallException {
    byte[] name = new byte[ADDRESS_BYTES];
    ByteBuffer.wrap(name)
        .order(ByteOrder.nativeOrder())
        .putShort((short) AF_INET)
        .order(ByteOrder.BIG_ENDIAN)
        .putShort((short) port)
        .put(address.getAddress());
    LibC.check("bind", address(address, port), LIBC.bind(socket.number(), name, ADDRESS_BYTES));
  }

  private static String address(Inet4Address address, int port) {
    return address.getHostAddress() + ":" + port;
  }

  /** Bound to the C library. */
  public interface Functions {
    int socket(int domain, int type, int protocol);

    int setsockopt(int descriptor, int level, int option, @In byte[] value, int length);

    int bind(int descriptor, @In byte[] name, int length);

    int listen(int descriptor, int backlog);
  }
}
