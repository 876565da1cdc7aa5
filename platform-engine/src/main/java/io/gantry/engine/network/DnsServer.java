package io.gantry.engine.network;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.CommandLines;
import io.gantry.engine.linux.PidFd;
import io.gantry.engine.linux.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The aardvark-dns process of this installation. It ends by itself with the last network if it is
 * told so, which netavark does by the number in a file; one that is started while netavark is
 * killed, or that writes the file late, is not told. So it is found by its command line here.
 */
final class DnsServer {
  private static final int SIGHUP = 1;
  private static final int SIGTERM = 15;
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Path processFile;

  DnsServer(Path processFile) {
    this.processFile = processFile;
  }

  /** Ends it, if it runs. */
  void stop() {
    try {
      for (ProcessIdentity process : find()) {
        signal(process, SIGTERM, true);
      }
      Files.deleteIfExists(processFile);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Has it read the names again, if it runs. */
  void readAgain() {
    try {
      Optional<ProcessIdentity> known = known();
      for (ProcessIdentity process : known.isPresent() ? List.of(known.get()) : find()) {
        signal(process, SIGHUP, false);
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** The one in the file, which spares a look at every process of the host. */
  private Optional<ProcessIdentity> known() throws IOException {
    try {
      return ProcessIdentity.of(Integer.parseInt(Files.readString(processFile).strip()))
          .filter(process -> CommandLines.fits(process, this::isOurs));
    } catch (NoSuchFileException | NumberFormatException none) {
      return Optional.empty();
    }
  }

  /**
   * Makes the one that runs, if any, known to netavark, which would start a second one. If none
   * runs, the number of one that was killed goes: netavark signals whatever process has it now.
   */
  void makeKnown() {
    try {
      if (known().isPresent()) {
        return;
      }
      List<ProcessIdentity> running = find();
      if (running.isEmpty()) {
        Files.deleteIfExists(processFile);
      } else {
        Files.createDirectories(processFile.getParent());
        Files.writeString(processFile, Integer.toString(running.getFirst().pid()));
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private List<ProcessIdentity> find() throws IOException {
    return CommandLines.find(this::isOurs);
  }

  private boolean isOurs(String line) {
    return line.contains("aardvark-dns\0") && line.contains("\0" + processFile.getParent() + "\0");
  }

  private static void signal(ProcessIdentity identity, int signal, boolean ends)
      throws IOException {
    Optional<PidFd> process = PidFd.open(identity);
    if (process.isPresent()) {
      try (PidFd running = process.get()) {
        running.signal(signal);
        if (ends) {
          running.waitForEnd(LIMIT);
        }
      }
    }
  }

  private static GantryException failure(Exception cause) {
    return GantryException.of(ErrorCode.NETWORK, "aardvark-dns cannot be signalled", cause);
  }
}
