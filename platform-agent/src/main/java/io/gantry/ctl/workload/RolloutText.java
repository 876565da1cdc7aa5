package io.gantry.ctl.workload;

import io.gantry.api.service.ServiceResource;
import io.gantry.api.service.ServiceResource.Status;
import java.util.Locale;

/** How far a service is, in words. */
final class RolloutText {
  private RolloutText() {}

  /** The state, and what stands in the way. */
  static String state(ServiceResource service) {
    Status status = service.status();
    String state = status.state().name().toLowerCase(Locale.ROOT);
    if (status.obstacle() != null) {
      return state + " (" + status.obstacle().code() + ")";
    }
    return status.rolledBackFrom() == null
        ? state
        : state + " (rolled back from " + status.rolledBackFrom() + ")";
  }

  /** A line with the counts, and what comes when. */
  static String of(ServiceResource service) {
    Status status = service.status();
    StringBuilder text =
        new StringBuilder(
            "%s: %s, revision %d: %d of %d updated and ready, %d ready in all"
                .formatted(
                    service.name(),
                    state(service),
                    status.revision(),
                    status.updatedReady(),
                    service.spec().replicas(),
                    status.ready()));
    if (status.failures() > 0) {
      text.append(", failed ").append(status.failures()).append(" times");
    }
    if (status.nextAttemptAt() != null) {
      text.append(", next attempt ").append(status.nextAttemptAt());
    }
    if (status.rollsBackAt() != null) {
      text.append(", rolls back ").append(status.rollsBackAt());
    }
    return text.toString();
  }
}
