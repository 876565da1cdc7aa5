package io.gantry.engine.runtime;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Descriptor;
import io.gantry.engine.linux.Errno;
import io.gantry.engine.linux.OpenFlags;
import io.gantry.engine.linux.Pause;
import io.gantry.engine.linux.SyscallException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Commands to a monitor (ATTACH-4). */
public final class ControlFifo {
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int ATTEMPTS = 600;
  private static final int RESIZE = 1;
  private static final int REOPEN_LOGS = 2;

  private final MonitorFiles files;

  public ControlFifo(MonitorFiles files) {
    this.files = files;
  }

  /** Gives the terminal a size. */
  public void resize(int rows, int columns) {
    send(RESIZE, rows, columns);
  }

  /** Lets the monitor open its log file anew, after it was moved away. */
  public void reopenLogs() {
    send(REOPEN_LOGS, 0, 0);
  }

  private void send(int command, int first, int second) {
    String line = "%d %d %d%n".formatted(command, first, second);
    try (Descriptor fifo = open()) {
      fifo.write(line.getBytes(StandardCharsets.US_ASCII));
    } catch (SyscallException e) {
      throw GantryException.of(
              ErrorCode.MONITOR_DEAD, "the container's monitor takes no commands", e)
          .about("container", files.id());
    }
  }

  private Descriptor open() throws SyscallException {
    int flags = OpenFlags.O_WRONLY | OpenFlags.O_NONBLOCK | OpenFlags.O_NOFOLLOW;
    for (int attempt = 1; ; attempt++) {
      try {
        return Descriptor.open(files.controlFifo(), flags, 0);
      } catch (SyscallException e) {
        if (!e.is(Errno.EAGAIN) || attempt == ATTEMPTS) {
          throw e;
        }
        Pause.of(PAUSE);
      }
    }
  }
}
