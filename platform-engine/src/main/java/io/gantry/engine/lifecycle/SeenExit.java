package io.gantry.engine.lifecycle;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a monitor wrote down.
 *
 * @param code -1 if what it wrote is damaged
 * @param finishedAt the exit file's change time (EXIT-7)
 * @param damage what stands where the code should; null if the code is there
 */
public record SeenExit(int code, Instant finishedAt, @Nullable String damage) {

  /** One whose code is there. */
  public SeenExit(int code, Instant finishedAt) {
    this(code, finishedAt, null);
  }
}
