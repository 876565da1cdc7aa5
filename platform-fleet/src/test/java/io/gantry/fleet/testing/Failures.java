package io.gantry.fleet.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Expects calls to be refused. */
public final class Failures {
  private Failures() {}

  /** The failure, which has this code. */
  public static GantryException assertRefused(ErrorCode code, ThrowingCallable call) {
    GantryException failure = catchThrowableOfType(GantryException.class, call);
    assertThat(failure).as("a refusal with " + code).isNotNull();
    assertThat(failure.code()).isEqualTo(code);
    return failure;
  }
}
