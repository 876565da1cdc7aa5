package io.gantry.engine.exec;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.nio.file.Path;

/** The working directory of a further command. */
final class ExecDirectory {
  private static final Path PROC = Path.of("/proc");

  private ExecDirectory() {}

  /** Refuses what is not absolute or leads to descriptors of the runtime by its name. */
  static String checked(String directory) {
    if (!directory.startsWith("/") || directory.chars().anyMatch(Character::isISOControl)) {
      throw invalid(directory, "is not an absolute path");
    }
    Path normal = Path.of(directory).normalize();
    if (normal.startsWith(PROC)) {
      throw invalid(directory, "lies in /proc");
    }
    return normal.toString();
  }

  private static GantryException invalid(String directory, String reason) {
    return GantryException.of(
        ErrorCode.INVALID_ARGUMENT,
        "working directory '%s' %s: name another one".formatted(directory, reason));
  }
}
