package io.gantry.engine.pod;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.pod.PodId;
import io.gantry.api.pod.PodSpec;
import io.gantry.engine.lifecycle.SavePoint;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.PodMembership;
import io.gantry.engine.state.PodRecord;
import io.gantry.engine.state.PodStore;
import java.nio.file.Path;

/**
 * Makes a pod and its infra container. The pod's row comes first and says that it is being made, so
 * that a crash leaves nothing that is not found again.
 */
final class PodCreate {
  private final PodStore store;
  private final PodSaves saves;
  private final PodRemove remove;
  private final PodParts parts;

  PodCreate(PodStore store, PodRemove remove, PodParts parts) {
    this.store = store;
    this.saves = new PodSaves(store, parts.savePoints());
    this.remove = remove;
    this.parts = parts;
  }

  /**
   * Does it.
   *
   * @throws GantryException NAME_DUPLICATE, CONFLICT, UNSUPPORTED on a node without a program for
   *     infra containers; nothing is left then
   */
  PodRecord run(TenantId tenant, PodId id, String name, PodSpec spec) {
    ContainerId infra = spec.withoutInfra() ? null : ContainerId.random(parts.random());
    PodRecord pod =
        new PodRecord(
            id, tenant, name, spec, parts.clock().instant(), infra, PodRecord.Phase.CREATING);
    Path root = infra == null ? null : parts.pauseRoot().prepare();
    saves.begin(pod);
    try {
      if (root != null) {
        makeInfra(pod, root);
      }
      PodRecord whole = pod.in(PodRecord.Phase.CREATED);
      saves.save(SavePoint.POD_CREATED, whole);
      store.tell(whole, "pod_create", name);
      return whole;
    } catch (RuntimeException e) {
      undo(pod, e);
      throw e;
    }
  }

  /** Another pod name would not help against its name being taken. */
  private void makeInfra(PodRecord pod, Path root) {
    try {
      var unused = make(pod, Infra.of(pod, root));
    } catch (GantryException e) {
      throw e.code() == ErrorCode.NAME_DUPLICATE
          ? GantryException.of(ErrorCode.CONFLICT, String.valueOf(e.getMessage()), e)
              .about("pod", pod.id())
          : e;
    }
  }

  /** Makes a container with this spec. */
  ContainerConfig make(PodRecord pod, NewMember member) {
    return parts
        .making()
        .create(pod.tenant(), member, new PodMembership(pod.id(), pod.name(), member.role()));
  }

  /** Makes a container that has what the pod shares. */
  ContainerConfig add(PodRecord pod, NewMember member) {
    return make(
        pod,
        new NewMember(member.id(), member.name(), MemberRules.apply(pod, member), member.role()));
  }

  private void undo(PodRecord pod, RuntimeException failure) {
    try {
      remove.run(pod, PodRecover.LEFTOVER);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
