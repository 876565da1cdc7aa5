package io.gantry.engine.runtime;

import io.gantry.engine.linux.ProcessIdentity;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Waits for what a monitor says of a create. A runtime that was killed after the container's
 * process was there leaves its monitor waiting for ever: it wants to read the runtime's last words
 * to their end, and the container's process holds the same pipe.
 */
final class CreateWait {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Optional<ProcessIdentity> monitor;

  CreateWait(Optional<ProcessIdentity> monitor) {
    this.monitor = monitor;
  }

  /**
   * The answer; empty if the monitor ended without one.
   *
   * @throws SocketTimeoutException when the time is over, or the runtime is seen to be gone twice
   *     without an answer between
   */
  Optional<MonitorAnswer> answer(MonitorPipes pipes, Duration limit) throws IOException {
    long end = System.nanoTime() + limit.toNanos();
    boolean goneBefore = false;
    while (true) {
      Duration left = Duration.ofNanos(end - System.nanoTime());
      try {
        return pipes.answer(left.compareTo(LOOK) < 0 ? left : LOOK);
      } catch (SocketTimeoutException e) {
        boolean gone = isRuntimeGone();
        if (gone && goneBefore) {
          throw new SocketTimeoutException("the runtime was killed while it created the container");
        }
        goneBefore = gone;
        if (System.nanoTime() - end >= 0) {
          throw e;
        }
      }
    }
  }

  /**
   * Whether it is seen that the monitor waits, and no child of it is a runtime that creates. One
   * that does not wait has still to be given a processor, for what the runtime has left it.
   */
  private boolean isRuntimeGone() {
    if (monitor.isEmpty() || !monitor.get().isAlive()) {
      return false;
    }
    String pid = Integer.toString(monitor.get().pid());
    Optional<String> children = text(Path.of("/proc", pid, "task", pid, "children"));
    return children.isPresent()
        && Stream.of(children.get().strip().split(" ", -1)).noneMatch(child -> creates(child, pid))
        && text(Path.of("/proc", pid, "stat")).orElse("").contains(") S ");
  }

  /** Before it is the runtime it is a copy of the monitor. */
  private static boolean creates(String child, String monitor) {
    String line = child.isEmpty() ? "" : commandLine(child);
    return line.contains("\0create\0")
        || line.contains("\0restore\0")
        || (!line.isEmpty() && line.equals(commandLine(monitor)));
  }

  private static String commandLine(String pid) {
    return text(Path.of("/proc", pid, "cmdline")).orElse("");
  }

  /** Empty if the process ended while it was looked at, or the kernel does not tell. */
  private static Optional<String> text(Path file) {
    try {
      return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
