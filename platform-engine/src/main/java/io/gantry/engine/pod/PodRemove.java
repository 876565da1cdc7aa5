package io.gantry.engine.pod;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.lifecycle.Lifecycle;
import io.gantry.engine.lifecycle.RemoveOptions;
import io.gantry.engine.lifecycle.SavePoint;
import io.gantry.engine.state.PodRecord;
import io.gantry.engine.state.PodStore;
import io.gantry.engine.state.StoredContainer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Removes a pod with all its containers (POD-10). From the save of REMOVING on nobody becomes its
 * member; a removal that was cut off is finished by repeating it.
 */
final class PodRemove {
  private final PodStore store;
  private final PodSaves saves;
  private final Lifecycle lifecycle;
  private final Members members;
  private final PodCgroups cgroups;

  PodRemove(PodStore store, Lifecycle lifecycle, Members members, PodParts parts) {
    this.store = store;
    this.saves = new PodSaves(store, parts.savePoints());
    this.lifecycle = lifecycle;
    this.members = members;
    this.cgroups = parts.cgroups();
  }

  /**
   * Refuses a pod that is not to be removed so.
   *
   * @throws GantryException CONTAINER_EXISTS if it has members that were not asked for,
   *     STATE_INVALID if one of them runs and is not to be stopped
   */
  void requireRemovable(PodRecord pod, boolean withMembers, RemoveOptions options) {
    List<StoredContainer> others = others(pod);
    if (!others.isEmpty() && !withMembers) {
      throw GantryException.of(
              ErrorCode.CONTAINER_EXISTS,
              "it has %d containers: remove them first, or with it".formatted(others.size()))
          .about("pod", pod.id());
    }
    if (!options.force() && others.stream().anyMatch(PodRemove::runs)) {
      throw GantryException.of(
              ErrorCode.STATE_INVALID, "some of its containers run: stop it first, or use force")
          .about("pod", pod.id());
    }
  }

  private static boolean runs(StoredContainer member) {
    ContainerState state = member.record().state();
    return state == ContainerState.RUNNING || state == ContainerState.PAUSED;
  }

  /** Saves that nobody becomes its member any more. */
  PodRecord begin(PodRecord pod) {
    PodRecord removing = pod.in(PodRecord.Phase.REMOVING);
    saves.save(SavePoint.POD_REMOVING, removing);
    return removing;
  }

  private List<StoredContainer> others(PodRecord pod) {
    return members.of(pod.id()).stream().filter(member -> !member.config().holdsPod()).toList();
  }

  /**
   * Does it, for a pod that is saved as REMOVING.
   *
   * @throws GantryException POD_PARTIAL with the failure of each container that stays; the pod
   *     stays then
   */
  void run(PodRecord pod, RemoveOptions options) {
    removeMembers(pod, options);
    removeInfra(pod, options);
    cgroups.remove(pod.id());
    if (saves.delete(pod.id())) {
      store.tell(pod, "pod_remove", pod.name());
    }
  }

  private void removeMembers(PodRecord pod, RemoveOptions options) {
    Map<ContainerId, GantryException> failed = new LinkedHashMap<>();
    for (ContainerId id : dependentsFirst(others(pod), options.force())) {
      try {
        lifecycle.removeWithDependents(id, options);
      } catch (GantryException e) {
        failed.put(id, e);
      }
    }
    if (!failed.isEmpty() && !options.force()) {
      saves.save(
          SavePoint.POD_CREATED,
          pod.in(PodRecord.Phase.CREATED)); // it was refused, and may be used as before
    }
    PartialFailure.throwIfAny(pod.id(), failed);
  }

  /** With force, containers whose order cannot be told are removed in any. */
  private static List<ContainerId> dependentsFirst(List<StoredContainer> members, boolean force) {
    try {
      return PodStart.graph(members).order().reversed();
    } catch (GantryException e) {
      if (!force) {
        throw e;
      }
      return members.stream().map(member -> member.config().id()).toList();
    }
  }

  /** The pod lets go of it first, else nobody may remove it; a crash between is harmless. */
  private void removeInfra(PodRecord pod, RemoveOptions options) {
    if (pod.infra() != null) {
      saves.save(SavePoint.POD_LET_GO, pod.withoutInfra());
    }
    RemoveOptions forced = new RemoveOptions(true, options.volumes(), Duration.ZERO, options.by());
    Map<ContainerId, GantryException> failed = new LinkedHashMap<>();
    for (StoredContainer infra : members.of(pod.id())) {
      try {
        lifecycle.remove(infra.config().id(), forced);
      } catch (GantryException e) {
        failed.put(infra.config().id(), e);
      }
    }
    PartialFailure.throwIfAny(pod.id(), failed);
  }
}
