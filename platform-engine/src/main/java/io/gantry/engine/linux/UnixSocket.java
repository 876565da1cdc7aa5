package io.gantry.engine.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import jnr.ffi.annotations.In;

/** Makes Unix sockets that are connected to a path. */
final class UnixSocket {
  static final int AF_UNIX = 1;
  static final int SOCK_DGRAM = 2;
  static final int SOCK_SEQPACKET = 5;
  static final int SOCK_CLOEXEC = 02000000;

  private static final Functions LIBC = LibC.bind(Functions.class);

  private UnixSocket() {}

  /**
   * Connects to the socket at a path of any length: the address names an open descriptor of it
   * (PATHS-6).
   */
  static Descriptor connect(Path path, int type) throws SyscallException {
    try (Descriptor target = Descriptor.open(path, OpenFlags.O_PATH | OpenFlags.O_NOFOLLOW, 0)) {
      Descriptor socket =
          new Descriptor(LibC.check("socket", path, LIBC.socket(AF_UNIX, type | SOCK_CLOEXEC, 0)));
      try {
        byte[] address = address(target.path());
        LibC.check("connect", path, LIBC.connect(socket.number(), address, address.length));
        return socket;
      } catch (SyscallException e) {
        socket.close();
        throw e;
      }
    }
  }

  /** The address of a short path. */
  static byte[] address(Path path) {
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
  }
}
