package io.gantry.engine.runtime;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The exit codes that monitors write down, one file per container. A file's arrival is notified by
 * the kernel, never found by polling, and a wait looks by itself besides (EXIT-1). Thread-safe.
 */
public final class ExitFiles implements AutoCloseable {
  /** How long a stop waits for the file of a container that has ended. */
  public static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration LOOK_INTERVAL = Duration.ofMillis(25);
  private static final int MAXIMUM_BYTES = 64;

  private final ExitWatch watch;

  private ExitFiles(ExitWatch watch) {
    this.watch = watch;
  }

  /**
   * Watches the directory, which exists. The watch begins before this returns: what is written
   * afterwards is notified, what is there already is for the caller to look at.
   *
   * @param listener told of each exit on the watching thread; must be quick and may be told twice
   */
  public static ExitFiles watch(Path directory, Consumer<ContainerId> listener) throws IOException {
    ExitWatch watch = ExitWatch.open(directory, listener);
    watch.start();
    return new ExitFiles(watch);
  }

  /**
   * Reads how the container ended; the file that outlives a reboot answers if the other is gone.
   *
   * @return empty if no exit is known yet (EXIT-5, EXIT-9)
   */
  public Optional<ExitFile> read(MonitorFiles files) {
    return read(files.id(), files.exitFile()).or(() -> read(files.id(), files.keptExitFile()));
  }

  /** Waits for the exit file; empty when the time is over. */
  public Optional<ExitFile> waitFor(MonitorFiles files, Duration limit)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      long seen = watch.count();
      Optional<ExitFile> exit = read(files);
      long rest = deadline - System.nanoTime();
      if (exit.isPresent() || rest <= 0) {
        return exit;
      }
      watch.awaitMoreThan(seen, Math.min(rest, LOOK_INTERVAL.toNanos()));
    }
  }

  @Override
  public void close() {
    watch.close();
  }

  /** Reads one exit file, wherever it lies. */
  public static Optional<ExitFile> read(ContainerId id, Path file) {
    try (var content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      FileTime changed = (FileTime) Files.getAttribute(file, "unix:ctime");
      String text = new String(content.readNBytes(MAXIMUM_BYTES), StandardCharsets.UTF_8).strip();
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(new ExitFile(Integer.parseInt(text), changed.toInstant()));
    } catch (NoSuchFileException e) {
      return Optional.empty(); // still running (EXIT-5)
    } catch (IOException | NumberFormatException e) {
      throw GantryException.of(
              ErrorCode.INTERNAL, "cannot read the exit file " + file + ": " + e.getMessage(), e)
          .about("container", id);
    }
  }
}
