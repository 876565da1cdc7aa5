package io.gantry.engine.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;

/** The statx call; its result is laid out alike on every architecture. */
final class Statx {
  private static final FileCalls LIBC = LibC.bind(FileCalls.class);
  private static final int STATX_BASIC_STATS = 0x7ff;
  private static final long STATX_ATTR_MOUNT_ROOT = 0x2000;
  private static final int LENGTH = 256;

  private Statx() {}

  static FileStatus of(int directory, String path, int flags) throws SyscallException {
    byte[] result = new byte[LENGTH];
    LibC.check(
        "statx",
        path,
        LIBC.statx(directory, PathBytes.encode(path), flags, STATX_BASIC_STATS, result));
    return parse(ByteBuffer.wrap(result).order(ByteOrder.nativeOrder()));
  }

  private static FileStatus parse(ByteBuffer statx) {
    int mode = Short.toUnsignedInt(statx.getShort(28));
    return new FileStatus(
        FileType.ofMode(mode),
        mode & 07777,
        statx.getInt(20),
        statx.getInt(24),
        statx.getLong(40),
        statx.getLong(48),
        statx.getInt(16),
        statx.getLong(32),
        Instant.ofEpochSecond(statx.getLong(112), statx.getInt(120)),
        new DeviceNumber(statx.getInt(128), statx.getInt(132)),
        new DeviceNumber(statx.getInt(136), statx.getInt(140)),
        (statx.getLong(8) & STATX_ATTR_MOUNT_ROOT) != 0);
  }
}
