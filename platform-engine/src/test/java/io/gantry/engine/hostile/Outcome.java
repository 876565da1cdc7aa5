package io.gantry.engine.hostile;

import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.SyscallException;
import org.jspecify.annotations.Nullable;

/** How an operation ended. */
public sealed interface Outcome {
  /** It gave something out, or nothing. */
  record Done(@Nullable Object result) implements Outcome {}

  /** It failed with a code. */
  record Refused(GantryException failure) implements Outcome {}

  /** The kernel refused, below the rooms that have codes. */
  record Failed(SyscallException failure) implements Outcome {}

  /** It was no value of the vocabulary to begin with. */
  record NoValue(IllegalArgumentException failure) implements Outcome {}

  /** Does it; any other failure is the test's. */
  static Outcome of(Act act, Ground ground) throws Exception {
    try {
      return new Done(act.on(ground));
    } catch (GantryException e) {
      return new Refused(e);
    } catch (SyscallException e) {
      return new Failed(e);
    } catch (IllegalArgumentException e) {
      return new NoValue(e);
    }
  }
}
