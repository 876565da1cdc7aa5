package io.gantry.fleet.container;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a container is removed.
 *
 * @param force whether it may be running
 * @param volumes whether its anonymous volumes go as well
 * @param timeout how long a forced removal waits before it kills; absent is the container's own
 */
public record Removal(boolean force, boolean volumes, @Nullable Duration timeout) {
  public Removal {
    if (timeout != null && timeout.isNegative()) {
      throw new IllegalArgumentException("timeout is not negative");
    }
  }
}
