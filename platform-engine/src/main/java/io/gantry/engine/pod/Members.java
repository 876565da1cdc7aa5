package io.gantry.engine.pod;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.pod.PodId;
import io.gantry.engine.state.ContainerRecord;
import io.gantry.engine.state.PodMembership;
import io.gantry.engine.state.StateStore;
import io.gantry.engine.state.StoredContainer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The containers of a pod, as they are at this moment. Thread-safe. */
final class Members {
  private final StateStore store;
  private final Executor parallel;

  Members(StateStore store, Executor parallel) {
    this.store = store;
    this.parallel = parallel;
  }

  /** All of them, the infra container too. */
  List<StoredContainer> of(PodId pod) {
    return store.list().stream().filter(member -> isIn(member, pod)).toList();
  }

  /**
   * How one of them is.
   *
   * @throws GantryException NO_SUCH_CONTAINER if it was removed meanwhile
   */
  ContainerRecord record(ContainerId id) {
    return store
        .find(id)
        .orElseThrow(
            () ->
                GantryException.of(ErrorCode.NO_SUCH_CONTAINER, "it was removed meanwhile")
                    .about("container", id))
        .record();
  }

  private static boolean isIn(StoredContainer container, PodId pod) {
    return Optional.ofNullable(container.config().membership())
        .map(PodMembership::pod)
        .filter(pod::equals)
        .isPresent();
  }

  /**
   * Does the same to all members side by side, to each whatever becomes of the others; one that is
   * not in a state for it, or gone meanwhile, is left out (POD-8).
   *
   * @throws GantryException POD_PARTIAL with the failure of each that failed
   */
  void each(PodId pod, Consumer<ContainerId> action) {
    Map<ContainerId, GantryException> failed = new ConcurrentSkipListMap<>();
    CompletableFuture<?>[] all =
        of(pod).stream()
            .map(member -> member.config().id())
            .map(id -> CompletableFuture.runAsync(() -> attempt(id, action, failed), parallel))
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(all).join();
    PartialFailure.throwIfAny(pod, failed);
  }

  private static void attempt(
      ContainerId id, Consumer<ContainerId> action, Map<ContainerId, GantryException> failed) {
    try {
      action.accept(id);
    } catch (GantryException e) {
      if (!isLeftOut(e.code())) {
        failed.put(id, e);
      }
    } catch (RuntimeException e) {
      failed.put(id, GantryException.of(ErrorCode.INTERNAL, String.valueOf(e.getMessage()), e));
    }
  }

  private static boolean isLeftOut(ErrorCode code) {
    return switch (code) {
      case STATE_INVALID, CONTAINER_STOPPED, NO_SUCH_CONTAINER, REMOVED -> true;
      default -> false;
    };
  }
}
