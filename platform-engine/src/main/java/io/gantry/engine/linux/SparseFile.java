package io.gantry.engine.linux;

import jnr.ffi.Pointer;
import jnr.ffi.annotations.In;
import jnr.ffi.types.off_t;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;
import org.jspecify.annotations.Nullable;

/** Copies the content of regular files; what is a hole stays one. */
public final class SparseFile {
  private static final Functions LIBC = LibC.bind(Functions.class);
  private static final int SEEK_SET = 0;
  private static final int SEEK_DATA = 3;
  private static final int SEEK_HOLE = 4;
  private static final int BLOCK = 512;

  private SparseFile() {}

  /**
   * Copies all of a file into an empty one. Both are read and written where they stand.
   *
   * @param status of the file that is copied
   */
  public static void copy(Descriptor from, Descriptor to, FileStatus status)
      throws SyscallException {
    long size = status.size();
    if (status.blocks() * BLOCK >= size) {
      copy(from, to, 0, size);
      return;
    }
    long position = data(from, 0, size);
    while (position < size) {
      long end = Math.min(seek(from, position, SEEK_HOLE), size);
      long unused = seek(from, position, SEEK_SET);
      unused = seek(to, position, SEEK_SET);
      copy(from, to, position, end);
      position = end < size ? data(from, end, size) : end;
    }
    RegularFile.truncate(to, size);
  }

  private static void copy(Descriptor from, Descriptor to, long start, long end)
      throws SyscallException {
    long position = start;
    while (position < end) {
      long left = end - position;
      long copied =
          LibC.retry("sendfile", to, () -> LIBC.sendfile(to.number(), from.number(), null, left));
      if (copied == 0) {
        return; // the file became shorter while it was copied
      }
      position += copied;
    }
  }

  /** Where the next data begins, the end if there is none. */
  private static long data(Descriptor file, long from, long size) throws SyscallException {
    try {
      return Math.min(seek(file, from, SEEK_DATA), size);
    } catch (SyscallException e) {
      if (e.is(Errno.ENXIO)) {
        return size;
      }
      throw e;
    }
  }

  private static long seek(Descriptor file, long offset, int whence) throws SyscallException {
    return LibC.check("lseek", file, LIBC.lseek(file.number(), offset, whence));
  }

  /** Bound to the C library. */
  public interface Functions {
    @off_t
    long lseek(int descriptor, @off_t long offset, int whence);

    @ssize_t
    long sendfile(int to, int from, @In @Nullable Pointer offset, @size_t long length);
  }
}
