package io.gantry.engine.image;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;

/** Refuses an image that is malformed. */
final class ImageInvalid {
  private ImageInvalid() {}

  static GantryException because(String reason) {
    return GantryException.of(ErrorCode.IMAGE_INVALID, "the image is refused: " + reason);
  }

  static GantryException because(String reason, Throwable cause) {
    return GantryException.of(ErrorCode.IMAGE_INVALID, "the image is refused: " + reason, cause);
  }
}
