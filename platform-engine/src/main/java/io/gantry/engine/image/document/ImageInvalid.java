package io.gantry.engine.image.document;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;

/** Refuses an image that is malformed. */
public final class ImageInvalid {
  private ImageInvalid() {}

  public static GantryException because(String reason) {
    return GantryException.of(ErrorCode.IMAGE_INVALID, "the image is refused: " + reason);
  }

  public static GantryException because(String reason, Throwable cause) {
    return GantryException.of(ErrorCode.IMAGE_INVALID, "the image is refused: " + reason, cause);
  }
}
