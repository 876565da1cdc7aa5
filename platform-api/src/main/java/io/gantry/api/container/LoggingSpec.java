package io.gantry.api.container;

import org.jspecify.annotations.Nullable;

/**
 * Where the output goes.
 *
 * @param maximumBytes size at which the log starts anew; absent is without limit
 */
public record LoggingSpec(Driver driver, @Nullable Long maximumBytes) {
  /** A file without limit. */
  public static final LoggingSpec DEFAULT = new LoggingSpec(null, null);

  /** Who keeps the output. */
  public enum Driver {
    /** A file of the container on its node, in the format of Kubernetes. */
    K8S_FILE,
    /** The journal of the node's systemd. */
    JOURNALD,
    /** Nobody: there is no log to read. */
    NONE
  }

  public LoggingSpec(@Nullable Driver driver, @Nullable Long maximumBytes) {
    this.driver = driver == null ? Driver.K8S_FILE : driver;
    this.maximumBytes = maximumBytes;
  }
}
