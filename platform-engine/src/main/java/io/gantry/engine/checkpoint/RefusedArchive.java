package io.gantry.engine.checkpoint;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;

/** Says why an archive is not taken. */
final class RefusedArchive {
  private RefusedArchive() {}

  static GantryException because(String reason) {
    return GantryException.of(
        ErrorCode.INVALID_ARGUMENT, "the archive of a checkpoint is refused: " + reason);
  }

  static GantryException because(String reason, Throwable cause) {
    return GantryException.of(
        ErrorCode.INVALID_ARGUMENT, "the archive of a checkpoint is refused: " + reason, cause);
  }
}
