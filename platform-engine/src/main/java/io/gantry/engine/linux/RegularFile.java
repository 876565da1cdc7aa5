package io.gantry.engine.linux;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Arrays;
import jnr.ffi.annotations.In;
import jnr.ffi.types.off_t;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;

/** Calls on an open regular file. */
public final class RegularFile {
  private static final Functions LIBC = LibC.bind(Functions.class);

  private RegularFile() {}

  /** Writes the first bytes of the buffer at a position of the file. */
  public static void write(Descriptor file, long position, byte[] buffer, int length)
      throws SyscallException {
    byte[] bytes = buffer;
    int written = 0;
    while (written < length) {
      byte[] rest = bytes;
      long at = position + written;
      int left = length - written;
      int count =
          (int) LibC.retry("pwrite", file, () -> LIBC.pwrite(file.number(), rest, left, at));
      written += count;
      bytes = written < length ? Arrays.copyOfRange(bytes, count, bytes.length) : bytes;
    }
  }

  /**
   * Reads all of a file from its present position.
   *
   * @param name for the failure
   * @throws SyscallException EFBIG if it is longer than the bound
   */
  static byte[] read(Descriptor file, String name, int maxBytes) throws SyscallException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    int length = file.read(buffer);
    while (length > 0) {
      content.write(buffer, 0, length);
      if (content.size() > maxBytes) {
        throw new SyscallException("read", name, Errno.EFBIG);
      }
      length = file.read(buffer);
    }
    return content.toByteArray();
  }

  /** Cuts the file or fills it up with a hole to the length. */
  public static void truncate(Descriptor file, long length) throws SyscallException {
    LibC.check("ftruncate", file, LIBC.ftruncate(file.number(), length));
  }

  /** Sets access and modification time. */
  public static void setModified(Descriptor file, Instant time) throws SyscallException {
    long[] times = {time.getEpochSecond(), time.getNano(), time.getEpochSecond(), time.getNano()};
    LibC.check("futimens", file, LIBC.futimens(file.number(), times));
  }

  /** Bound to the C library. */
  public interface Functions {
    @ssize_t
    long pwrite(int descriptor, @In byte[] buffer, @size_t long length, @off_t long offset);

    int ftruncate(int descriptor, @off_t long length);

    int futimens(int descriptor, @In long[] times);
  }
}
