package io.gantry.engine.pod;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.pod.PodId;
import io.gantry.api.pod.PodSpec;
import io.gantry.engine.lifecycle.Workers;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.PodMembership;
import io.gantry.engine.state.PodRecord;
import io.gantry.engine.state.PodStore;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a pod looked at when one of its members has ended (POD-1, POD-2). The look is a worker's: the
 * member's lock is held when its end is told, and the pod's may be held by the very operation that
 * ended the member. Thread-safe.
 */
public final class ExitPolicy {
  private static final Logger LOG = LoggerFactory.getLogger(ExitPolicy.class);
  private static final Duration AGAIN = Duration.ofMillis(500);

  private final PodStore store;
  private final Workers workers;
  private final Supplier<Pods> pods;

  /**
   * @param pods asked by workers only, since pods need the lifecycle and that needs this
   */
  public ExitPolicy(PodStore store, Workers workers, Supplier<Pods> pods) {
    this.store = store;
    this.workers = workers;
    this.pods = pods;
  }

  /**
   * Queues the look, if the pod's policy asks for one.
   *
   * @throws GantryException NO_SUCH_POD naming both, if the pod cannot be found
   */
  void cleanedUp(ContainerConfig container) {
    PodMembership membership = container.membership();
    if (membership == null) {
      return;
    }
    PodRecord pod = find(container, membership.pod());
    if (pod.spec().exitPolicy() == PodSpec.ExitPolicy.STOP) {
      queue(pod.id(), container.id());
    }
  }

  private PodRecord find(ContainerConfig container, PodId pod) {
    return store
        .find(pod)
        .orElseThrow(
            () ->
                GantryException.of(
                        ErrorCode.NO_SUCH_POD, "its pod %s cannot be found".formatted(pod))
                    .about("container", container.id()));
  }

  /**
   * Has a worker look whether the pod is over.
   *
   * @param cleaned the member that has just ended; absent looks at all
   */
  void queue(PodId pod, @Nullable ContainerId cleaned) {
    try {
      workers.followUps().execute(() -> look(pod, cleaned));
    } catch (RejectedExecutionException e) {
      LOG.debug("closing, left to the next opening pod={}", pod, e);
    }
  }

  /** While somebody has the pod's lock the worker does not wait: it has others to follow up. */
  private void look(PodId pod, @Nullable ContainerId cleaned) {
    try {
      if (!pods.get().stopIfOver(pod, cleaned)) {
        workers.after(AGAIN, () -> queue(pod, cleaned));
      }
    } catch (GantryException e) {
      if (e.code() != ErrorCode.NO_SUCH_POD) {
        LOG.error("pod not stopped after its last member pod={}", pod, e);
      }
    }
  }
}
