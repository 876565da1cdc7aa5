package io.gantry.api.secret;

import io.gantry.api.container.SecretSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;

/** What can be a secret, on a node as in the control plane. */
public final class SecretLimits {
  /** The most a secret holds. */
  public static final int MOST_BYTES = 512_000;

  private SecretLimits() {}

  /**
   * Returns if a secret may be called so.
   *
   * @throws GantryException INVALID_ARGUMENT
   */
  public static void requireName(String name) {
    try {
      SecretSpec.requireName(name);
    } catch (IllegalArgumentException e) {
      throw GantryException.of(ErrorCode.INVALID_ARGUMENT, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Returns if a secret may hold this: at least a byte, at most {@link #MOST_BYTES}.
   *
   * @throws GantryException INVALID_ARGUMENT
   */
  public static void requireData(byte[] data) {
    if (data.length == 0 || data.length > MOST_BYTES) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT, "a secret holds 1 to " + MOST_BYTES + " bytes");
    }
  }
}
