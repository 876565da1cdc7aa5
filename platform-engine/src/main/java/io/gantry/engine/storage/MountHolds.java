package io.gantry.engine.storage;

import io.gantry.engine.linux.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts who keeps a container's root mounted (MOUNT-17). A hold is written before the mount is
 * made and taken away after it is gone, and counts only while the kernel has the mount: neither a
 * killed process nor a reboot leaves a count that lies. Reading processes are counted in memory, as
 * they end with this one. The caller excludes others from the container's storage.
 */
final class MountHolds {
  private static final Pattern FORMAT = Pattern.compile("run=(true|false) requests=([0-9]{1,9})");

  private final Map<Path, Integer> readers = new ConcurrentHashMap<>();

  /** What outlives the process. */
  private record Written(boolean run, int requests) {
    static final Written NONE = new Written(false, 0);

    int count() {
      return requests + (run ? 1 : 0);
    }
  }

  /** How many keep it mounted; none if it is not mounted, whatever was written before. */
  int count(StoragePlace place) throws IOException {
    if (!Mounts.isMountPoint(place.merged())) {
      return 0;
    }
    return read(place).count() + readers.getOrDefault(place.own(), 0);
  }

  /** Adds one; durable against the end of this process. */
  void add(StoragePlace place, MountHolder holder) throws IOException {
    Written before = read(place);
    switch (holder) {
      case RUN -> {
        if (!before.run()) {
          write(place, new Written(true, before.requests()));
        }
      }
      case REQUEST -> write(place, new Written(before.run(), before.requests() + 1));
      case READER -> readers.merge(place.own(), 1, Integer::sum);
    }
  }

  /** Whether this kind of holder has one to give back. */
  boolean has(StoragePlace place, MountHolder holder) throws IOException {
    Written written = read(place);
    return switch (holder) {
      case RUN -> written.run();
      case REQUEST -> written.requests() > 0;
      case READER -> readers.containsKey(place.own());
    };
  }

  /** Takes one away. */
  void take(StoragePlace place, MountHolder holder) throws IOException {
    Written before = read(place);
    switch (holder) {
      case RUN -> write(place, new Written(false, before.requests()));
      case REQUEST -> write(place, new Written(before.run(), before.requests() - 1));
      case READER ->
          readers.computeIfPresent(place.own(), (own, count) -> count == 1 ? null : count - 1);
    }
  }

  /** Forgets all, of a root that is not mounted any more. */
  void clear(StoragePlace place) throws IOException {
    readers.remove(place.own());
    Files.deleteIfExists(place.holds());
  }

  private static Written read(StoragePlace place) throws IOException {
    try {
      Matcher match = FORMAT.matcher(Files.readString(place.holds()));
      return match.matches()
          ? new Written(Boolean.parseBoolean(match.group(1)), Integer.parseInt(match.group(2)))
          : Written.NONE; // torn by a crash of the host, which has unmounted it too
    } catch (NoSuchFileException e) {
      return Written.NONE;
    }
  }

  /** Renamed into place, so a killed process leaves the old count or the new one. */
  private static void write(StoragePlace place, Written written) throws IOException {
    Path unfinished = place.own().resolve("holds.new");
    Files.writeString(
        unfinished, "run=%s requests=%d".formatted(written.run(), written.requests()));
    Files.move(unfinished, place.holds(), StandardCopyOption.ATOMIC_MOVE);
  }
}
