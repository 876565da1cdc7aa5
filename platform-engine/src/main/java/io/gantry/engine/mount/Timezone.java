package io.gantry.engine.mount;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The zone files of the host (RUNDIR-4). */
final class Timezone {
  private static final Path ZONES = Path.of("/usr/share/zoneinfo");
  private static final Path LOCAL = Path.of("/etc/localtime");
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_+-]{1,64}(/[A-Za-z0-9_+-]{1,64}){0,3}");
  private static final long MAXIMUM_BYTES = 64 * 1024;

  private Timezone() {}

  /**
   * The content of a zone's file.
   *
   * @param zone as {@code Europe/Berlin}; {@code local} is the host's
   * @throws GantryException INVALID_ARGUMENT for a zone the host does not know
   */
  static byte[] content(String zone) {
    try {
      Path file = zone.equals("local") ? LOCAL.toRealPath() : file(zone).toRealPath();
      if (Files.isRegularFile(file) && Files.size(file) <= MAXIMUM_BYTES) {
        return Files.readAllBytes(file);
      }
    } catch (IOException e) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT, "the host does not know time zone '%s'".formatted(zone), e);
    }
    throw unknown(zone);
  }

  private static Path file(String zone) {
    if (!NAME.matcher(zone).matches()) {
      throw unknown(zone.replaceAll("\\p{Cntrl}", "?"));
    }
    return ZONES.resolve(zone);
  }

  private static GantryException unknown(String zone) {
    return GantryException.of(
        ErrorCode.INVALID_ARGUMENT,
        "the host does not know time zone '%s': use a name like Europe/Berlin".formatted(zone));
  }
}
