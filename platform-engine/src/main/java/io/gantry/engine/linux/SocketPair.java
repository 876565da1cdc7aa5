package io.gantry.engine.linux;

import jnr.ffi.annotations.Out;

/**
 * Two connected Unix sockets that keep packets apart (SOCK_SEQPACKET), both close-on-exec.
 *
 * @param own the end this process keeps
 * @param child the end a child is given
 */
public record SocketPair(SeqPacketSocket own, Descriptor child) implements AutoCloseable {
  private static final Functions LIBC = LibC.bind(Functions.class);

  public static SocketPair open() throws SyscallException {
    int[] ends = new int[2];
    int type = UnixSocket.SOCK_SEQPACKET | UnixSocket.SOCK_CLOEXEC;
    LibC.check("socketpair", null, LIBC.socketpair(UnixSocket.AF_UNIX, type, 0, ends));
    return new SocketPair(new SeqPacketSocket(new Descriptor(ends[0])), new Descriptor(ends[1]));
  }

  @Override
  public void close() {
    own.close();
    child.close();
  }

  /** Bound to the C library. */
  public interface Functions {
    int socketpair(int domain, int type, int protocol, @Out int[] ends);
  }
}
