package io.gantry.engine.pod;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.error.GantryException;
import io.gantry.api.pod.PodId;
import io.gantry.engine.lifecycle.KeyedLock;
import io.gantry.engine.lifecycle.Lifecycle;
import io.gantry.engine.lifecycle.StopOutcome;
import io.gantry.engine.lifecycle.Workers;
import io.gantry.engine.state.PodRecord;
import io.gantry.engine.state.PodStore;
import io.gantry.engine.state.StateStore;
import io.gantry.engine.state.StoredContainer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The pods of this node. Thread-safe; a pod's lock is taken before those of its members. */
public final class Pods {
  private static final Set<ContainerState> OVER =
      EnumSet.of(
          ContainerState.EXITED,
          ContainerState.REMOVING,
          ContainerState.STOPPING,
          ContainerState.UNKNOWN);

  private static final Set<ContainerState> TO_STOP =
      EnumSet.of(
          ContainerState.CREATED,
          ContainerState.RUNNING,
          ContainerState.PAUSED,
          ContainerState.STOPPED);

  private final PodStore store;
  private final Lifecycle lifecycle;
  private final Members members;
  private final KeyedLock<PodId> locks = new KeyedLock<>("pod");

  public Pods(PodStore store, StateStore containers, Lifecycle lifecycle, Workers workers) {
    this.store = store;
    this.lifecycle = lifecycle;
    this.members = new Members(containers, workers.parallel());
  }

  /**
   * Looks at one.
   *
   * @throws GantryException NO_SUCH_POD
   */
  public PodRecord inspect(PodId id) {
    return store.find(id).orElseThrow(() -> PodStore.unknown(id));
  }

  /**
   * Stops all members side by side.
   *
   * @param timeout grace before KILL; absent is each member's own
   * @param by who asked for it, for the exit records
   * @throws GantryException NO_SUCH_POD, POD_PARTIAL
   */
  public void stop(PodId id, @Nullable Duration timeout, @Nullable String by) {
    PodRecord pod = inspect(id);
    members.each(
        id,
        member -> {
          StopOutcome unused = lifecycle.stop(member, timeout, by);
        });
    store.tell(pod, "pod_stop", pod.name());
  }

  /**
   * Frees what the members that have ended hold.
   *
   * @throws GantryException NO_SUCH_POD, POD_PARTIAL
   */
  public void cleanup(PodId id) {
    PodRecord pod = inspect(id);
    members.each(pod.id(), lifecycle::cleanup);
  }

  /**
   * Stops the pod if none of its members is to run any more (POD-3).
   *
   * @param cleaned the member that has just ended, whatever its state is; absent looks at all
   * @return false if somebody else has the pod's lock
   */
  boolean stopIfOver(PodId id, @Nullable ContainerId cleaned) {
    if (!locks.tryLock(id)) {
      return false;
    }
    try {
      PodRecord pod = inspect(id);
      List<StoredContainer> all = members.of(id);
      if (all.stream().allMatch(member -> isOver(member, cleaned)) && anyToStop(all)) {
        stop(pod.id(), null, "exit policy of pod " + pod.name());
        cleanup(pod.id());
      }
      return true;
    } finally {
      locks.unlock(id);
    }
  }

  /** One that its restart policy starts again is not over, although it has ended. */
  private static boolean isOver(StoredContainer member, @Nullable ContainerId cleaned) {
    return member.config().holdsPod()
        || member.config().id().equals(cleaned)
        || (OVER.contains(member.record().state()) && member.record().nextRestartAt() == null);
  }

  /** The members' own cleanups, which follow a stop, find nothing to do. */
  private static boolean anyToStop(List<StoredContainer> members) {
    return members.stream().map(member -> member.record().state()).anyMatch(TO_STOP::contains);
  }
}
