package io.gantry.engine.lifecycle;

import java.time.Duration;

/**
 * How long things may take (section 45 of the specification).
 *
 * @param lock wait for another operation on the same container
 * @param exitFile wait for the exit file of a process that is gone (EXIT-1)
 * @param kill wait for a process that got KILL (STOP-15)
 * @param monitorEnd wait for the monitor of a container that was deleted
 */
public record Limits(Duration lock, Duration exitFile, Duration kill, Duration monitorEnd) {
  public static final Limits DEFAULT =
      new Limits(
          Duration.ofSeconds(60),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(2));
}
