package io.gantry.engine.validation;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.util.regex.Pattern;

/** What a container may be called: its name goes into files it reads (STORAGE-17). */
public final class ContainerName {
  private static final Pattern PATTERN = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,252}");

  private ContainerName() {}

  /**
   * Returns if it can be one.
   *
   * @throws GantryException INVALID_ARGUMENT
   */
  public static void require(String name) {
    if (!PATTERN.matcher(name).matches()) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT,
          "a container's name begins with a letter or digit and has up to 253 letters, digits, '_',"
              + " '.' or '-'");
    }
  }
}
