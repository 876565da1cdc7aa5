package io.gantry.engine.spec;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.nio.file.Path;

/** Destinations of mounts, as text: they are resolved in the root only by the kernel. */
final class MountDestination {
  private MountDestination() {}

  /**
   * The destination without {@code .}, {@code ..} and doubled slashes.
   *
   * @throws GantryException INVALID_ARGUMENT for the root itself or a name that holds control
   *     characters
   */
  static String normalize(String destination) {
    if (destination.chars().anyMatch(Character::isISOControl)) {
      throw invalid("a mount's destination holds a control character");
    }
    String normal = Path.of("/").resolve(destination).normalize().toString();
    if (normal.equals("/")) {
      throw invalid("nothing can be mounted over the container's root");
    }
    return normal;
  }

  static long components(String destination) {
    return destination.chars().filter(c -> c == '/').count();
  }

  static boolean isBelow(String destination, String parent) {
    return destination.startsWith(parent + "/");
  }

  private static GantryException invalid(String message) {
    return GantryException.of(ErrorCode.INVALID_ARGUMENT, message);
  }
}
