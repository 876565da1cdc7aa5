package io.gantry.engine.lifecycle;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a container is removed.
 *
 * @param force whether what runs is stopped first
 * @param volumes whether its anonymous volumes go with it (REMOVAL-11)
 * @param timeout grace of that stop; absent is the container's
 */
public record RemoveOptions(
    boolean force, boolean volumes, @Nullable Duration timeout, @Nullable String by) {

  /**
   * Of a container that is removed after its run because its spec says so: what runs in it does not
   * keep it.
   */
  static final RemoveOptions BY_ITSELF = new RemoveOptions(true, true, null, null);
}
