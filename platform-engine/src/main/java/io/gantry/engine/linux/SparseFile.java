package io.gantry.engine.linux;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/** Copies the content of regular files; what is a hole stays one. */
public final class SparseFile {
  private static final Functions LIBC = LibC.bind(Functions.class);
  private static final int SEEK_DATA = 3;
  private static final int SEEK_HOLE = 4;

  private SparseFile() {}

  /** Copies all of a file into an empty one. */
  public static void copy(Descriptor from, Descriptor to, long size) throws IOException {
    if (size == 0) {
      return;
    }
    try (FileChannel source = FileChannel.open(from.path(), StandardOpenOption.READ);
        FileChannel target = FileChannel.open(to.path(), StandardOpenOption.WRITE)) {
      long position = data(from, 0, size);
      while (position < size) {
        long end = Math.min(seek(from, position, SEEK_HOLE), size);
        copy(source, target, position, end);
        position = end < size ? data(from, end, size) : end;
      }
      LibC.check("ftruncate", to, LIBC.ftruncate(to.number(), size));
    }
  }

  private static void copy(FileChannel source, FileChannel target, long start, long end)
      throws IOException {
    long position = start;
    target.position(position);
    while (position < end) {
      long copied = source.transferTo(position, end - position, target);
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
    long lseek(int descriptor, long offset, int whence);

    int ftruncate(int descriptor, long length);
  }
}
