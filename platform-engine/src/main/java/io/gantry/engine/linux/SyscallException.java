package io.gantry.engine.linux;

import io.gantry.api.error.ErrorCode;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A system call that failed: its name, what it was applied to and the error. */
public final class SyscallException extends IOException {
  private static final long serialVersionUID = 1L;
  private static final Set<String> PROCESSES = Set.of("posix_spawn", "clone");

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
    String what = object == null ? call : call + " " + object;
    return "%s: %s%s".formatted(what, errno.description(), remedy(call, errno));
  }

  /** What the operator of a host can do about it, where that is always the same. */
  private static String remedy(String call, Errno errno) {
    return switch (errno) {
      case EMFILE -> ": raise the process's limit of open files (LimitNOFILE)";
      case ENFILE -> ": raise the host's limit of open files (fs.file-max)";
      case EROFS -> ": repair the file system and mount it again";
      case EAGAIN ->
          PROCESSES.contains(call)
              ? ": end processes, or raise their limit (TasksMax, pids.max)"
              : "";
      default -> "";
    };
  }
}
