package io.gantry.engine.lifecycle;

import io.gantry.engine.linux.ProcessIdentity;
import java.time.Duration;

/** Processes of the host, never taken for later ones with the same number (STOP-17). */
public interface Processes {
  boolean isAlive(ProcessIdentity process);

  /** Sends a signal; false if the process is gone. */
  boolean signal(ProcessIdentity process, int number);

  /** Waits for the end; true if it came. Never called under a lock. */
  boolean awaitEnd(ProcessIdentity process, Duration limit);
}
