package io.gantry.engine.pod;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.pod.PodId;
import java.util.Map;
import java.util.stream.Collectors;

/** What is thrown when something failed for some containers of a pod (POD-7, POD-8). */
final class PartialFailure {
  private PartialFailure() {}

  /**
   * Throws POD_PARTIAL if any failed: the message has one sentence per container, and the failure
   * of each is suppressed in it.
   */
  static void throwIfAny(PodId pod, Map<ContainerId, GantryException> failed) {
    if (failed.isEmpty()) {
      return;
    }
    String each =
        failed.entrySet().stream()
            .map(one -> one.getKey().shortId() + ": " + one.getValue().getMessage())
            .collect(Collectors.joining("; "));
    GantryException partial =
        GantryException.of(
                ErrorCode.POD_PARTIAL,
                "it failed for %d of its containers: %s".formatted(failed.size(), each))
            .about("pod", pod);
    failed.forEach((id, failure) -> partial.addSuppressed(failure.about("container", id)));
    throw partial;
  }
}
