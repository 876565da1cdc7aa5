package io.gantry.engine.linux;

import io.gantry.api.error.ErrorCode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A system call that failed: its name, what it was applied to and the error. */
public final class SyscallException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String call;
  private final Errno errno;

  /**
   * @param object path, descriptor or process the call was applied to
   */
  public SyscallException(String call, @Nullable Object object, Errno errno) {
    super(message(call, object, errno));
    this.call = call;
    this.errno = errno;
  }

  public String call() {
    return call;
  }

  public Errno errno() {
    return errno;
  }

  public boolean is(Errno expected) {
    return errno == expected;
  }

  /** The code under which the failure is told, if its place knows no better one. */
  public ErrorCode code() {
    return switch (errno) {
      case ENOSPC, EDQUOT -> ErrorCode.NO_SPACE;
      case ETIMEDOUT -> ErrorCode.TIMEOUT;
      default -> ErrorCode.INTERNAL;
    };
  }

  private static String message(String call, @Nullable Object object, Errno errno) {
    return object == null
        ? "%s: %s".formatted(call, errno.description())
        : "%s %s: %s".formatted(call, object, errno.description());
  }
}
