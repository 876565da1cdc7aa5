package io.gantry.fleet.container;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.util.function.Supplier;

/** Says what a record's constructor refuses as the caller's fault. */
public final class InvalidSpec {
  private InvalidSpec() {}

  public static <T> T translate(Supplier<T> construction) {
    try {
      return construction.get();
    } catch (IllegalArgumentException e) {
      throw GantryException.of(ErrorCode.INVALID_ARGUMENT, String.valueOf(e.getMessage()), e);
    }
  }
}
