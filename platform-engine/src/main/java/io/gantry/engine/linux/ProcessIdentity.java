package io.gantry.engine.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process told apart from a later one with the same number.
 *
 * @param startTicks when it started, in clock ticks since the host's boot
 */
public record ProcessIdentity(int pid, long startTicks) {
  /** Index of the start time among the fields that follow the program's name in stat. */
  private static final int START_TICKS = 19;

  /** The process that has this number now; empty if there is none or it only waits for reaping. */
  public static Optional<ProcessIdentity> of(int pid) {
    if (pid <= 0) {
      return Optional.empty();
    }
    String stat;
    try {
      stat = Files.readString(Path.of("/proc", Integer.toString(pid), "stat"));
    } catch (IOException e) {
      return Optional.empty(); // there is no such process, or it ended while it was read
    }
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    boolean ended = fields[0].equals("Z") || fields[0].equals("X");
    return ended
        ? Optional.empty()
        : Optional.of(new ProcessIdentity(pid, Long.parseLong(fields[START_TICKS])));
  }

  /** Whether this very process still runs. */
  public boolean isAlive() {
    return of(pid).equals(Optional.of(this));
  }
}
