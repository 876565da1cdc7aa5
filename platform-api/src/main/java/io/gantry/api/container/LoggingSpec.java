package io.gantry.api.container;

import org.jspecify.annotations.Nullable;

/**
 * Where the output goes.
 *
 * @param maximumBytes size at which the log starts anew; absent is without limit
 */
public record LoggingSpec(Driver driver, @Nullable Long maximumBytes) {
  public static final LoggingSpec DEFAULT = new LoggingSpec(null, null);

  public enum Driver {
    K8S_FILE,
    JOURNALD,
    NONE
  }

  public LoggingSpec(@Nullable Driver driver, @Nullable Long maximumBytes) {
    this.driver = driver == null ? Driver.K8S_FILE : driver;
    this.maximumBytes = maximumBytes;
  }
}
