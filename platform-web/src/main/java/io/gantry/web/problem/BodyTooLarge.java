package io.gantry.web.problem;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.io.IOException;

/** Thrown out of a body that grows past its limit, through whatever reads it. */
public final class BodyTooLarge extends IOException {
  private static final long serialVersionUID = 1L;

  private final long limitBytes;

  public BodyTooLarge(long limitBytes) {
    super("the body is longer than " + limitBytes + " bytes");
    this.limitBytes = limitBytes;
  }

  /** The failure to answer with. */
  public GantryException failure() {
    return GantryException.of(
        ErrorCode.PAYLOAD_TOO_LARGE, "the body is longer than %d bytes".formatted(limitBytes));
  }
}
