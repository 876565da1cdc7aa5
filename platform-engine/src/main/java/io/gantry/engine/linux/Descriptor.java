package io.gantry.engine.linux;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;

/**
 * An open file descriptor of this process, closed once. Every descriptor the engine opens is
 * close-on-exec. Thread-safe as far as the kernel is; closing one that another thread uses is not.
 */
public final class Descriptor implements AutoCloseable {
  private static final Functions LIBC = LibC.bind(Functions.class);

  private final int number;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Takes over an open descriptor. */
  public Descriptor(int number) {
    this.number = number;
  }

  /**
   * Opens a path this process trusts; paths from a container go through SafePath. O_CLOEXEC is
   * added to the flags.
   *
   * @param flags of {@link OpenFlags}
   */
  public static Descriptor open(Path path, int flags, int mode) throws SyscallException {
    String name = path.toString();
    return new Descriptor(
        (int) LibC.retry("open", name, () -> LIBC.open(name, flags | OpenFlags.O_CLOEXEC, mode)));
  }

  /**
   * The number, for a call of the kernel.
   *
   * @throws IllegalStateException if it is closed, as the number may be another file's by now
   */
  public int number() {
    if (closed.get()) {
      throw new IllegalStateException(this + " is closed");
    }
    return number;
  }

  /** A path that names the open file itself, as long as it is open here. */
  public Path path() {
    return Path.of("/proc/self/fd/" + number());
  }

  /**
   * Reads up to the buffer's length.
   *
   * @return number of bytes, 0 at the end
   */
  public int read(byte[] buffer) throws SyscallException {
    return (int) LibC.retry("read", this, () -> LIBC.read(number(), buffer, buffer.length));
  }

  /** Writes all of the bytes. */
  public void write(byte[] bytes) throws SyscallException {
    byte[] rest = bytes;
    while (rest.length > 0) {
      byte[] part = rest;
      int written = (int) LibC.retry("write", this, () -> LIBC.write(number(), part, part.length));
      rest = Arrays.copyOfRange(part, written, part.length);
    }
  }

  /** Makes what was written durable; a failure is final for the data (never repeat it). */
  public void sync() throws SyscallException {
    LibC.check("fsync", this, LIBC.fsync(number()));
  }

  /** A second descriptor of the same open file. */
  public Descriptor duplicate() throws SyscallException {
    return duplicate(3);
  }

  /** A second descriptor of the same open file with the lowest free number from the given one. */
  Descriptor duplicate(int lowest) throws SyscallException {
    return new Descriptor(
        LibC.check("fcntl", this, LIBC.fcntl(number(), OpenFlags.F_DUPFD_CLOEXEC, lowest)));
  }

  /** Closes the descriptor; the number is free afterwards whatever the kernel answers. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      int unused = LIBC.close(number);
    }
  }

  @Override
  public String toString() {
    return "descriptor " + number;
  }

  /** Bound to the C library. */
  public interface Functions {
    int open(String path, int flags, int mode);

    @ssize_t
    long read(int descriptor, @Out byte[] buffer, @size_t long length);

    @ssize_t
    long write(int descriptor, @In byte[] buffer, @size_t long length);

    int fsync(int descriptor);

    int fcntl(int descriptor, int command, int argument);

    int close(int descriptor);
  }
}
