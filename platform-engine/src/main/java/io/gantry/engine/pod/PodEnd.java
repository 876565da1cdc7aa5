package io.gantry.engine.pod;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.engine.state.PodRecord;
import io.gantry.engine.state.StoredContainer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides whether a pod is over: nothing that it is there for is going to run (POD-3). */
final class PodEnd {
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

  private final Members members;

  PodEnd(Members members) {
    this.members = members;
  }

  /**
   * Whether the pod is over and there is something left of it to stop. The cleanups that follow its
   * stop find nothing any more.
   *
   * @param cleaned the member that has just ended, whatever its state is; absent looks at all, and
   *     takes a pod without any for a new one
   */
  boolean isReached(PodRecord pod, @Nullable ContainerId cleaned) {
    List<StoredContainer> all = members.of(pod.id());
    boolean used = cleaned != null || all.stream().anyMatch(member -> !member.config().holdsPod());
    return used
        && all.stream().allMatch(member -> isOver(member, cleaned))
        && all.stream().map(member -> member.record().state()).anyMatch(TO_STOP::contains);
  }

  /** One that its restart policy starts again is not over, although it has ended. */
  private static boolean isOver(StoredContainer member, @Nullable ContainerId cleaned) {
    return member.config().holdsPod()
        || member.config().id().equals(cleaned)
        || (OVER.contains(member.record().state()) && member.record().nextRestartAt() == null);
  }
}
