package io.gantry.engine.spec;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** What the file system a bind mount comes from forbids: the mount must not allow it again. */
final class SourceFlags {
  private static final Path MOUNTINFO = Path.of("/proc/self/mountinfo");
  private static final Set<String> KEPT = Set.of("nodev", "nosuid", "noexec");
  private static final int MOUNT_POINT = 4;
  private static final int OPTIONS = 5;

  private SourceFlags() {}

  static List<String> of(Path source) {
    try {
      return of(source.toRealPath(), Files.readAllLines(MOUNTINFO));
    } catch (IOException e) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT,
          "host path %s cannot be mounted: make sure it exists".formatted(source),
          e);
    }
  }

  /** The flags of the innermost mount; of two at the same place the later one is on top. */
  static List<String> of(Path source, List<String> mountinfo) {
    int longest = -1;
    List<String> flags = List.of();
    for (String line : mountinfo) {
      String[] fields = line.split(" ", -1);
      Path point = Path.of(fields[MOUNT_POINT].replace("\\040", " "));
      if (source.startsWith(point) && point.getNameCount() >= longest) {
        longest = point.getNameCount();
        flags = List.of(fields[OPTIONS].split(",", -1)).stream().filter(KEPT::contains).toList();
      }
    }
    return flags;
  }
}
