package io.gantry.api.container;

import java.util.Locale;

/** Whether a container that has a health check is well (rule HEALTH-1). */
public enum HealthState {
  /** No check has decided yet. */
  STARTING,
  HEALTHY,
  /** As many checks as it may miss have failed one after the other. */
  UNHEALTHY;

  /** The word users see. */
  public String displayName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
