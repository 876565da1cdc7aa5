package io.gantry.engine.hostile;

import io.gantry.api.error.ErrorCode;
import io.gantry.engine.linux.Errno;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What comes of a case.
 *
 * @param words for the reader of the table
 */
public record Expected(String words, Check check) {
  /** Looks at an outcome; throws an AssertionError. */
  @FunctionalInterface
  public interface Check {
    void of(Ground ground, Outcome outcome) throws Exception;
  }

  /** Looks at a result. */
  @FunctionalInterface
  public interface Look {
    void at(Ground ground, Object result) throws Exception;
  }

  /** A failure with one of these codes. */
  public static Expected refused(ErrorCode... codes) {
    List<ErrorCode> allowed = List.of(codes);
    return new Expected(
        "refused, " + Arrays.toString(codes),
        (ground, outcome) -> {
          if (!(outcome instanceof Outcome.Refused refused)
              || !allowed.contains(refused.failure().code())) {
            throw unexpected(outcome, "a refusal by " + allowed);
          }
        });
  }

  /** A failure with one of these codes, or what cannot even be said. */
  public static Expected refusedOrUnsayable(ErrorCode... codes) {
    Expected refused = refused(codes);
    return new Expected(
        refused.words,
        (ground, outcome) -> {
          if (!(outcome instanceof Outcome.NoValue)) {
            refused.check.of(ground, outcome);
          }
        });
  }

  /** A system call that the kernel refuses. */
  public static Expected failed(Errno errno) {
    return new Expected(
        "fails, " + errno,
        (ground, outcome) -> {
          if (!(outcome instanceof Outcome.Failed failed) || !failed.failure().is(errno)) {
            throw unexpected(outcome, "a failure by " + errno);
          }
        });
  }

  /** It is done, and what it gave out is so. */
  public static Expected done(String words, Look look) {
    return new Expected(
        words,
        (ground, outcome) -> {
          if (!(outcome instanceof Outcome.Done done)) {
            throw unexpected(outcome, words);
          }
          look.at(ground, Objects.requireNonNull(done.result()));
        });
  }

  /** It gives this out. */
  public static Expected gives(Object result) {
    return done(
        "gives " + result,
        (ground, given) ->
            Watch.require(given.equals(result), "expected %s, was %s".formatted(result, given)));
  }

  /** Done inside, or refused with a code: both are safe. */
  public static Expected insideOrRefused() {
    return new Expected(
        "inside, or refused",
        (ground, outcome) -> {
          if (outcome instanceof Outcome.NoValue || outcome instanceof Outcome.Failed) {
            throw unexpected(outcome, "an end with a code");
          }
        });
  }

  private static AssertionError unexpected(Outcome outcome, String wanted) {
    AssertionError error = new AssertionError("expected %s, was %s".formatted(wanted, outcome));
    switch (outcome) {
      case Outcome.Done done -> {
        // There is no cause to show.
      }
      case Outcome.Refused refused -> error.initCause(refused.failure());
      case Outcome.Failed failed -> error.initCause(failed.failure());
      case Outcome.NoValue none -> error.initCause(none.failure());
    }
    return error;
  }
}
