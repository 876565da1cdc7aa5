package io.gantry.persistence.workload;

import io.gantry.api.container.TenantId;
import java.util.Locale;

/** A thing that makes and removes containers by itself. */
public record Workload(Kind kind, TenantId tenant, String id) {
  /** The sorts of them. */
  public enum Kind {
    JOB,
    SCHEDULE,
    SERVICE;

    /** Its word for people. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
