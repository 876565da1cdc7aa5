package io.gantry.engine.runtime;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Descriptor;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.Errno;
import io.gantry.engine.linux.OpenFlags;
import io.gantry.engine.linux.SyscallException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The exit codes that monitors write down, one file per container. A file's arrival is notified by
 * the kernel, never found by polling, and a wait looks by itself besides (EXIT-1). Thread-safe.
 */
public final class ExitFiles implements AutoCloseable {
  /** How long a stop waits for the file of a container that has ended. */
  public static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration LOOK_INTERVAL = Duration.ofMillis(25);

  /** A monitor writes beside the file it then renames. */
  private static final Pattern NAME = Pattern.compile("([0-9a-f]{64})(\\..*)?");

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
   * Reads how the container ended; the file that outlives a reboot answers if the other is gone or
   * damaged.
   *
   * @return empty if no exit is known yet (EXIT-5, EXIT-9)
   */
  public Optional<ExitFile> read(MonitorFiles files) {
    Optional<ExitFile> exit = read(files.id(), files.exitFile());
    if (exit.flatMap(ExitFile::known).isPresent()) {
      return exit;
    }
    Optional<ExitFile> kept = read(files.id(), files.keptExitFile());
    return kept.flatMap(ExitFile::known).isPresent() ? kept : exit.or(() -> kept);
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

  /** Removes the files of all but these containers; what their monitors began to write too. */
  public static void removeOthers(Path directory, Set<ContainerId> known) throws IOException {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(directory, file -> isOfAnother(file, known))) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static boolean isOfAnother(Path file, Set<ContainerId> known) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    return name.matches() && !known.contains(new ContainerId(name.group(1)));
  }

  /**
   * Reads one exit file, wherever it lies and whatever it is: no link is followed, nothing but a
   * regular file is opened, and no more of it is read than a number takes. What is there and no
   * exit code is an end all the same, of an unknown code.
   *
   * @return empty if no exit is known yet (EXIT-5, EXIT-9)
   * @throws GantryException INTERNAL if it cannot be read now (EXIT-8)
   */
  public static Optional<ExitFile> read(ContainerId id, Path file) {
    try (Descriptor place = Descriptor.open(file, OpenFlags.O_PATH | OpenFlags.O_NOFOLLOW, 0)) {
      Instant changed = ((FileTime) Files.getAttribute(place.path(), "unix:ctime")).toInstant();
      return Directory.status(place).isRegularFile()
          ? ExitFile.of(content(place), changed)
          : Optional.of(ExitFile.damaged("is no regular file", changed));
    } catch (IOException e) {
      if (e instanceof SyscallException failed && failed.is(Errno.ENOENT)) {
        return Optional.empty(); // still running (EXIT-5)
      }
      throw GantryException.of(
              ErrorCode.INTERNAL, "cannot read the exit file " + file + ": " + e.getMessage(), e)
          .about("container", id);
    }
  }

  private static byte[] content(Descriptor place) throws SyscallException {
    byte[] buffer = new byte[ExitFile.MAXIMUM_BYTES + 1];
    try (Descriptor file = Descriptor.open(place.path(), OpenFlags.O_RDONLY, 0)) {
      return Arrays.copyOf(buffer, file.read(buffer));
    }
  }
}
