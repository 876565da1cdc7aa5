package io.gantry.engine.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The host's systemd-journald: the one that runs, else one for the time of a test. */
public final class JournalDaemon implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/lib/systemd/systemd-journald");
  private static final Path SOCKET = Path.of("/run/systemd/journal/socket");
  private static final Path FILES = Path.of("/run/log/journal");

  private final @Nullable Process started;
  private final boolean hadFiles;

  private JournalDaemon(@Nullable Process started, boolean hadFiles) {
    this.started = started;
    this.hadFiles = hadFiles;
  }

  /** Whether one runs. */
  public static boolean isThere() {
    return ProcessHandle.allProcesses().anyMatch(JournalDaemon::isOne);
  }

  public static JournalDaemon running() throws IOException, InterruptedException {
    if (isThere()) {
      return new JournalDaemon(null, true);
    }
    Files.deleteIfExists(SOCKET);
    boolean hadFiles = Files.exists(FILES);
    Process process =
        new ProcessBuilder(PROGRAM.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    for (int i = 0; i < 1000 && !Files.exists(SOCKET); i++) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return new JournalDaemon(process, hadFiles);
  }

  private static void remove() throws IOException {
    try (Stream<Path> files = Files.walk(FILES)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static boolean isOne(ProcessHandle process) {
    return process.info().command().filter(PROGRAM.toString()::equals).isPresent();
  }

  /** Ends what was started here, and takes its socket and its files away. */
  @Override
  public void close() throws IOException {
    if (started != null) {
      started.destroy();
      var unused = started.onExit().join();
      Files.deleteIfExists(SOCKET);
      if (!hadFiles) {
        remove();
      }
    }
  }
}
