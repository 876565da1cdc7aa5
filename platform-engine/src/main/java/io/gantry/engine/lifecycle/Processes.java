package io.gantry.engine.lifecycle;

import io.gantry.engine.linux.ProcessIdentity;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Processes of the host, never taken for later ones with the same number (STOP-17). */
public interface Processes {
  boolean isAlive(ProcessIdentity process);

  /** Whether it is known to have ended; one nobody knows counts as alive (MONITOR-10). */
  default boolean hasEnded(@Nullable ProcessIdentity process) {
    return process != null && !isAlive(process);
  }

  /** Sends a signal; false if the process is gone. */
  boolean signal(ProcessIdentity process, int number);

  /** Waits for the end; true if it came. Never called under a lock. */
  boolean awaitEnd(ProcessIdentity process, Duration limit);
}
