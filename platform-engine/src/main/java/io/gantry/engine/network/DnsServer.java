package io.gantry.engine.network;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.PidFd;
import io.gantry.engine.linux.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The aardvark-dns process of this installation; it ends by itself with the last network. */
final class DnsServer {
  private static final int SIGHUP = 1;
  private static final int SIGTERM = 15;

  private final Path processFile;

  DnsServer(Path processFile) {
    this.processFile = processFile;
  }

  /** Ends the process if it still runs; a number that became another program's is left alone. */
  void stop() {
    signal(SIGTERM);
    try {
      Files.deleteIfExists(processFile);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Has it read the names again, if it runs. */
  void readAgain() {
    signal(SIGHUP);
  }

  private void signal(int signal) {
    try {
      int pid = Integer.parseInt(Files.readString(processFile).strip());
      Optional<ProcessIdentity> identity = ProcessIdentity.of(pid);
      if (identity.isPresent() && isOurs(pid)) {
        signal(identity.get(), signal);
      }
    } catch (NoSuchFileException none) {
      // Without its file there is no server, or it has ended in order.
    } catch (IOException | NumberFormatException e) {
      throw failure(e);
    }
  }

  private static void signal(ProcessIdentity identity, int signal) throws IOException {
    Optional<PidFd> process = PidFd.open(identity);
    if (process.isPresent()) {
      try (PidFd running = process.get()) {
        running.signal(signal);
      }
    }
  }

  private static GantryException failure(Exception cause) {
    return GantryException.of(ErrorCode.NETWORK, "aardvark-dns cannot be signalled", cause);
  }

  private boolean isOurs(int pid) throws IOException {
    String command = Files.readString(Path.of("/proc/" + pid + "/cmdline"));
    return command.contains("aardvark-dns")
        && command.contains(String.valueOf(processFile.getParent()));
  }
}
