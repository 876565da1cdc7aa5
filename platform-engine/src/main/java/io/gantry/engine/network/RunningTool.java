package io.gantry.engine.network;

import io.gantry.engine.linux.PidFd;
import io.gantry.engine.linux.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The call of the network tool that is under way, in a file on tmpfs: one that outlived a killed
 * agent still changes links and rules, and is waited for before the next begins. (A lock handed to
 * the tool would be inherited by the DNS server it starts, and never be free again.)
 */
final class RunningTool {
  private final Path file;

  RunningTool(Path file) {
    this.file = file;
  }

  void begun(ProcessIdentity process) throws IOException {
    Files.writeString(file, process.pid() + " " + process.startTicks());
  }

  void ended() throws IOException {
    Files.deleteIfExists(file);
  }

  /** Waits for a call of an earlier agent, if one is under way. */
  void await(Duration limit) throws IOException {
    Optional<ProcessIdentity> earlier = read();
    if (earlier.isPresent()) {
      Optional<PidFd> process = PidFd.open(earlier.get());
      if (process.isPresent()) {
        try (PidFd running = process.get()) {
          running.waitForEnd(limit);
        }
      }
      ended();
    }
  }

  private Optional<ProcessIdentity> read() throws IOException {
    try {
      String[] fields = Files.readString(file).split(" ", -1);
      return fields.length == 2
          ? Optional.of(new ProcessIdentity(Integer.parseInt(fields[0]), Long.parseLong(fields[1])))
          : Optional.empty();
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }
}
