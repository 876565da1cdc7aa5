package io.gantry.engine.linux;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jnr.ffi.annotations.In;

/**
 * Sockets that hold a port of an IPv4 or IPv6 address and do nothing with it. One of IPv6 holds no
 * port of IPv4, also on every address.
 */
public final class InetSocket {
  private static final Functions LIBC = LibC.bind(Functions.class);
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int SOCK_STREAM = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 02000000;
  private static final int SOL_SOCKET = 1;
  private static final int SO_REUSEADDR = 2;
  private static final int IPPROTO_IPV6 = 41;
  private static final int IPV6_V6ONLY = 26;
  private static final int ADDRESS_BYTES = 16;
  private static final int IPV6_ADDRESS_BYTES = 28;
  private static final int ONE = 1;

  private InetSocket() {}

  /**
   * Listens on a TCP port, past connections of an earlier user that linger. Only a listening socket
   * keeps every other process from the port.
   *
   * @throws SyscallException EADDRINUSE if somebody has the port
   */
  public static Descriptor listen(InetAddress address, int port) throws SyscallException {
    Descriptor socket = open(SOCK_STREAM, address, port);
    try {
      turnOn(socket, SOL_SOCKET, SO_REUSEADDR);
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
  public static Descriptor bindDatagram(InetAddress address, int port) throws SyscallException {
    Descriptor socket = open(SOCK_DGRAM, address, port);
    try {
      bind(socket, address, port);
      return socket;
    } catch (SyscallException e) {
      socket.close();
      throw e;
    }
  }

  private static Descriptor open(int type, InetAddress address, int port) throws SyscallException {
    boolean ipv6 = address instanceof Inet6Address;
    Descriptor socket =
        new Descriptor(
            LibC.check(
                "socket",
                address(address, port),
                LIBC.socket(ipv6 ? AF_INET6 : AF_INET, type | SOCK_CLOEXEC, 0)));
    try {
      if (ipv6) {
        turnOn(socket, IPPROTO_IPV6, IPV6_V6ONLY);
      }
      return socket;
    } catch (SyscallException e) {
      socket.close();
      throw e;
    }
  }

  private static void turnOn(Descriptor socket, int level, int option) throws SyscallException {
    byte[] on = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(ONE).array();
    LibC.check(
        "setsockopt", socket, LIBC.setsockopt(socket.number(), level, option, on, on.length));
  }

  private static void bind(Descriptor socket, InetAddress address, int port)
      throws SyscallException {
    byte[] name = name(address, port);
    LibC.check("bind", address(address, port), LIBC.bind(socket.number(), name, name.length));
  }

  /** As the kernel reads it: of IPv6 with a flow label of zero before the address. */
  private static byte[] name(InetAddress address, int port) {
    boolean ipv6 = address instanceof Inet6Address;
    byte[] name = new byte[ipv6 ? IPV6_ADDRESS_BYTES : ADDRESS_BYTES];
    ByteBuffer buffer =
        ByteBuffer.wrap(name)
            .order(ByteOrder.nativeOrder())
            .putShort((short) (ipv6 ? AF_INET6 : AF_INET))
            .order(ByteOrder.BIG_ENDIAN)
            .putShort((short) port);
    if (ipv6) {
      buffer.putInt(0);
    }
    buffer.put(address.getAddress());
    return name;
  }

  private static String address(InetAddress address, int port) {
    String text = address.getHostAddress();
    return (address instanceof Inet6Address ? "[" + text + "]" : text) + ":" + port;
  }

  /** Bound to the C library. */
  public interface Functions {
    int socket(int domain, int type, int protocol);

    int setsockopt(int descriptor, int level, int option, @In byte[] value, int length);

    int bind(int descriptor, @In byte[] name, int length);

    int listen(int descriptor, int backlog);
  }
}
