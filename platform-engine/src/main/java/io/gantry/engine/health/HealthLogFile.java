package io.gantry.engine.health;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The file that keeps a container's health log. It lies in the bundle, so that a reboot leaves it
 * to be read.
 */
public final class HealthLogFile {
  private static final String NAME = "healthcheck.log";
  private static final int OWNER_ONLY = 0600; // the output of a check may tell much

  private HealthLogFile() {}

  /**
   * Reads it; a file that is not there or cannot be understood is a log that begins.
   *
   * @throws GantryException INTERNAL if the disk does not answer
   */
  public static HealthLog read(Path bundle) {
    try {
      return JsonMapper.shared().readValue(Files.readString(bundle.resolve(NAME)), HealthLog.class);
    } catch (NoSuchFileException | JacksonException e) {
      return HealthLog.starting();
    } catch (IOException e) {
      throw GantryException.of(ErrorCode.INTERNAL, "the health log cannot be read", e);
    }
  }

  /** Replaces it, whole or not at all; under the container's lock (HEALTH-8). */
  public static void write(Path bundle, HealthLog log) {
    byte[] content = JsonMapper.shared().writeValueAsString(log).getBytes(StandardCharsets.UTF_8);
    try {
      AtomicFile.write(bundle.resolve(NAME), content, OWNER_ONLY);
    } catch (IOException e) {
      throw GantryException.of(ErrorCode.INTERNAL, "the health log cannot be written", e);
    }
  }
}
