package io.gantry.engine.linux;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;

/** Receives messages at a Unix socket, as a service manager does. */
public final class DatagramReceiver implements AutoCloseable {
  private static final Functions LIBC = LibC.bind(Functions.class);

  private final Descriptor socket;

  private DatagramReceiver(Descriptor socket) {
    this.socket = socket;
  }

  /** Binds a short path. */
  public static DatagramReceiver at(Path path) throws SyscallException {
    byte[] address = UnixSocket.address(path);
    int type = UnixSocket.SOCK_DGRAM | UnixSocket.SOCK_CLOEXEC;
    Descriptor socket =
        new Descriptor(LibC.check("socket", path, LIBC.socket(UnixSocket.AF_UNIX, type, 0)));
    LibC.check("bind", path, LIBC.bind(socket.number(), address, address.length));
    return new DatagramReceiver(socket);
  }

  /** The next message; empty if none comes. */
  public Optional<String> receive(Duration limit) throws SyscallException {
    if (!Poll.readable(socket, limit)) {
      return Optional.empty();
    }
    byte[] buffer = new byte[4096];
    int length =
        (int)
            LibC.retry("recv", socket, () -> LIBC.recv(socket.number(), buffer, buffer.length, 0));
    return Optional.of(new String(buffer, 0, length, StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    socket.close();
  }

  /** Bound to the C library. */
  public interface Functions {
    int socket(int domain, int type, int protocol);

    int bind(int descriptor, @In byte[] address, int length);

    @ssize_t
    long recv(int descriptor, @Out byte[] buffer, @size_t long length, int flags);
  }
}
