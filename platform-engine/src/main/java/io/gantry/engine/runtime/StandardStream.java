package io.gantry.engine.runtime;

import java.util.Locale;

/** The streams a container's process writes to. */
public enum StandardStream {
  STDOUT(1),
  STDERR(2);

  private final int descriptor;

  StandardStream(int descriptor) {
    this.descriptor = descriptor;
  }

  /** The process's descriptor; also the number in multiplexed streams (ATTACH-6). */
  public int descriptor() {
    return descriptor;
  }

  /** The name in log files. */
  public String displayName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
