package io.gantry.engine.spec;

import io.gantry.api.container.SecuritySpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.PatternSyntaxException;

/**
 * Paths of /proc and /sys a container does not see or cannot change (OCISPEC-3).
 *
 * @param masked hidden
 * @param readOnly visible, unchangeable
 */
record MaskedPaths(List<String> masked, List<String> readOnly) {
  private static final List<String> MASKED =
      List.of(
          "/proc/acpi",
          "/proc/kcore",
          "/proc/keys",
          "/proc/latency_stats",
          "/proc/timer_list",
          "/proc/timer_stats",
          "/proc/sched_debug",
          "/proc/scsi",
          "/sys/firmware",
          "/sys/fs/selinux",
          "/sys/dev/block");
  private static final List<String> READ_ONLY =
      List.of(
          "/proc/asound", "/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  static MaskedPaths of(SecuritySpec security) {
    Set<String> masked = new LinkedHashSet<>();
    Set<String> readOnly = new LinkedHashSet<>();
    if (!security.privileged()) {
      masked.addAll(MASKED);
      readOnly.addAll(READ_ONLY);
      for (String pattern : security.unmaskPaths()) {
        masked.removeIf(path -> matches(pattern, path));
        readOnly.removeIf(path -> matches(pattern, path));
      }
    }
    for (String path : security.maskPaths()) {
      if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
        throw invalid("masked path '%s' is not absolute".formatted(path));
      }
      masked.add(path);
    }
    return new MaskedPaths(List.copyOf(masked), List.copyOf(readOnly));
  }

  private static boolean matches(String pattern, String path) {
    if (pattern.equals("ALL")) {
      return true;
    }
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(Path.of(path));
    } catch (PatternSyntaxException e) {
      throw invalid("'%s' is not a pattern of paths: %s".formatted(pattern, e.getDescription()));
    }
  }

  private static GantryException invalid(String message) {
    return GantryException.of(ErrorCode.INVALID_ARGUMENT, message);
  }
}
