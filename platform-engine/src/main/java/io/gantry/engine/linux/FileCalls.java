package io.gantry.engine.linux;

import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;
import jnr.ffi.types.u_int64_t;

/** The functions behind {@link SafePath}, {@link Directory} and {@link Xattrs}. */
public interface FileCalls {
  int AT_FDCWD = -100;
  int AT_SYMLINK_NOFOLLOW = 0x100;
  int AT_REMOVEDIR = 0x200;
  int AT_EMPTY_PATH = 0x1000;

  int openat(int directory, @In byte[] path, int flags, int mode);

  long syscall(long number, int directory, @In byte[] path, @In byte[] how, @size_t long howLength);

  int statx(int directory, @In byte[] path, int flags, int mask, @Out byte[] result);

  int mkdirat(int directory, @In byte[] path, int mode);

  int mknodat(int directory, @In byte[] path, int mode, @u_int64_t long device);

  int symlinkat(@In byte[] target, int directory, @In byte[] path);

  int linkat(int from, @In byte[] path, int to, @In byte[] newPath, int flags);

  int unlinkat(int directory, @In byte[] path, int flags);

  int renameat2(int from, @In byte[] path, int to, @In byte[] newPath, int flags);

  @ssize_t
  long readlinkat(int directory, @In byte[] path, @Out byte[] target, @size_t long length);

  int fchownat(int directory, @In byte[] path, int uid, int gid, int flags);

  int fchmod(int descriptor, int mode);

  int fchmodat(int directory, @In byte[] path, int mode, int flags);

  int utimensat(int directory, @In byte[] path, @In long[] times, int flags);

  @ssize_t
  long getdents64(int directory, @Out byte[] entries, @size_t long length);

  int syncfs(int descriptor);

  int lsetxattr(@In byte[] path, @In byte[] name, @In byte[] value, @size_t long length, int flags);

  int setxattr(@In byte[] path, @In byte[] name, @In byte[] value, @size_t long length, int flags);

  @ssize_t
  long lgetxattr(@In byte[] path, @In byte[] name, @Out byte[] value, @size_t long length);

  @ssize_t
  long fgetxattr(int descriptor, @In byte[] name, @Out byte[] value, @size_t long length);

  @ssize_t
  long flistxattr(int descriptor, @Out byte[] names, @size_t long length);

  @ssize_t
  long llistxattr(@In byte[] path, @Out byte[] names, @size_t long length);
}
