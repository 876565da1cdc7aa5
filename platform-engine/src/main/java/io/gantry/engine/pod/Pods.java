package io.gantry.engine.pod;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.pod.PodId;
import io.gantry.api.pod.PodSpec;
import io.gantry.api.pod.PodState;
import io.gantry.engine.lifecycle.Lifecycle;
import io.gantry.engine.lifecycle.RemoveOptions;
import io.gantry.engine.lifecycle.StopOutcome;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.PodRecord;
import io.gantry.engine.state.PodStore;
import io.gantry.engine.state.StateStore;
import io.gantry.engine.validation.ContainerName;
import io.gantry.engine.validation.ContainerNames;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The pods of this node. What a method has done is durable when it returns. What is done to all
 * members is done to each whatever becomes of the others, and POD_PARTIAL tells of each that
 * failed. Thread-safe.
 */
public final class Pods {
  private final PodStore store;
  private final Lifecycle lifecycle;
  private final Members members;
  private final PodLocks locks;
  private final PodCreate create;
  private final PodStart start;
  private final PodRemove remove;
  private final PodRecover recover;
  private final PodEnd end;
  private final ContainerNames names;

  public Pods(PodStore store, StateStore containers, Lifecycle lifecycle, PodParts parts) {
    this.store = store;
    this.lifecycle = lifecycle;
    this.members = new Members(containers, parts.workers().parallel());
    this.locks = new PodLocks(store, parts.lockLimit());
    this.start = new PodStart(lifecycle, members);
    this.remove = new PodRemove(store, lifecycle, members, parts);
    this.create = new PodCreate(store, remove, parts);
    this.recover = new PodRecover(store, containers, lifecycle, parts.cgroups());
    this.end = new PodEnd(members);
    this.names = parts.names();
  }

  /**
   * Makes a pod. Repeating it with the same id is success.
   *
   * @param name absent is a random one that is free (POD-11)
   * @throws GantryException NAME_DUPLICATE if a pod or container of the tenant has the name,
   *     INVALID_ARGUMENT for a name that cannot be one, CONFLICT, UNSUPPORTED on a node without
   *     catatonit
   */
  public PodRecord create(TenantId tenant, PodId id, @Nullable String name, PodSpec spec) {
    Optional<PodRecord> existing = store.find(id);
    if (existing.isPresent()) {
      return whole(existing.get(), tenant);
    }
    if (name == null) {
      return names.name(random -> create.run(tenant, id, random, spec));
    }
    ContainerName.require(name);
    return create.run(tenant, id, name, spec);
  }

  private static PodRecord whole(PodRecord pod, TenantId tenant) {
    if (pod.tenant().equals(tenant) && pod.phase() == PodRecord.Phase.CREATED) {
      return pod;
    }
    throw GantryException.of(
            ErrorCode.CONFLICT, "a pod with this id is there or on its way: take a new id")
        .about("pod", pod.id());
  }

  /**
   * Makes a container in the pod, with the namespaces the pod shares. Repeating it with the same id
   * is success.
   *
   * @throws GantryException NO_SUCH_POD, STATE_INVALID while the pod is made or removed,
   *     INVALID_ARGUMENT if the spec has what is the pod's (POD-6), and as for any container
   */
  public ContainerConfig add(PodId id, NewMember member) {
    PodRecord pod = inspect(id);
    if (pod.phase() != PodRecord.Phase.CREATED) {
      throw LockedPod.notWhole(pod);
    }
    return create.add(pod, member);
  }

  /**
   * Looks at one.
   *
   * @throws GantryException NO_SUCH_POD
   */
  public PodRecord inspect(PodId id) {
    return locks.read(id);
  }

  /** By name. */
  public Optional<PodRecord> find(TenantId tenant, String name) {
    return store.findByName(tenant, name);
  }

  /** All pods of this engine, of every tenant. */
  public List<PodRecord> list() {
    return store.list();
  }

  /** Its containers, the infra container too. */
  public List<ContainerId> members(PodId id) {
    return members.of(id).stream().map(member -> member.config().id()).toList();
  }

  /** What it is by what its containers are (POD-9). */
  public PodState state(PodId id) {
    PodRecord pod = inspect(id);
    return PodState.of(
        members.of(pod.id()).stream().map(member -> member.record().state()).toList());
  }

  /**
   * Starts service containers, then init containers one after the other, each to its end, and then
   * all others, each after what it needs; what runs is left alone (POD-7). What others want of the
   * pod goes on while an init container runs.
   *
   * @throws GantryException NO_SUCH_POD, STATE_INVALID while the pod is made or removed,
   *     POD_PARTIAL
   */
  public void start(PodId id) {
    try (LockedPod pod = locks.lock(id)) {
      pod.requireWhole();
      start.run(pod.record(), pod::away);
      store.tell(pod.record(), "pod_start", pod.record().name());
    }
  }

  /**
   * Stops all members side by side; what is stopped already is success (POD-8).
   *
   * @param timeout grace before KILL; absent is each member's own
   * @param by who asked for it, for the exit records
   * @throws GantryException NO_SUCH_POD, POD_PARTIAL
   */
  public void stop(PodId id, @Nullable Duration timeout, @Nullable String by) {
    each(
        id,
        "pod_stop",
        member -> {
          StopOutcome unused = lifecycle.stop(member, timeout, by);
        });
  }

  /**
   * Stops all members side by side and starts the pod again, in the order of {@link #start}. What
   * its exit policy would do about the stop it does not do meanwhile.
   *
   * @param timeout grace before KILL; absent is each member's own
   * @param by who asked for it, for the exit records
   * @throws GantryException NO_SUCH_POD, STATE_INVALID while the pod is made or removed;
   *     POD_PARTIAL with the failure of each member that did not stop, and then none is started, or
   *     did not start
   */
  public void restart(PodId id, @Nullable Duration timeout, @Nullable String by) {
    try (LockedPod pod = locks.lock(id)) {
      pod.requireWhole();
      stop(id, timeout, by);
      start.run(pod.record(), pod::away);
      store.tell(pod.record(), "pod_restart", pod.record().name());
    }
  }

  /** Sends a signal to the first process of each member. */
  public void kill(PodId id, String signal, @Nullable String by) {
    each(id, "pod_kill", member -> lifecycle.kill(member, signal, by));
  }

  /**
   * Freezes each member.
   *
   * @throws GantryException if one cannot be; the others are frozen all the same
   */
  public void pause(PodId id) {
    each(id, "pod_pause", lifecycle::pause);
  }

  /**
   * Thaws each member.
   *
   * @throws GantryException if one cannot be; the others are thawed all the same
   */
  public void unpause(PodId id) {
    each(id, "pod_unpause", lifecycle::unpause);
  }

  /** Frees what the members that have ended hold. */
  public void cleanup(PodId id) {
    members.each(inspect(id).id(), lifecycle::cleanup);
  }

  private void each(PodId id, String event, Consumer<ContainerId> action) {
    PodRecord pod = inspect(id);
    members.each(id, action);
    store.tell(pod, event, pod.name());
  }

  /**
   * Removes it; one that is gone is success. A removal that failed goes on when it is repeated.
   *
   * @param withMembers whether its containers go too; its infra container does in any case
   * @param options as for each container
   * @throws GantryException CONTAINER_EXISTS if it has containers that are not to go, STATE_INVALID
   *     if one runs that is not to be stopped, POD_PARTIAL
   */
  public void remove(PodId id, boolean withMembers, RemoveOptions options) {
    try {
      PodRecord removing = beginRemoval(id, withMembers, options);
      remove.run(removing, options);
    } catch (GantryException e) {
      if (e.code() != ErrorCode.NO_SUCH_POD) {
        throw e;
      }
    }
  }

  private PodRecord beginRemoval(PodId id, boolean withMembers, RemoveOptions options) {
    try (LockedPod pod = locks.lock(id)) {
      remove.requireRemovable(pod.record(), withMembers, options);
      return remove.begin(pod.record());
    }
  }

  /** Takes up what an earlier engine left; after the containers were, before anything else. */
  public void recover(ExitPolicy policy) {
    recover.run(pod -> remove(pod.id(), true, PodRecover.LEFTOVER), pod -> policy.queue(pod, null));
  }

  /** Removes all of them, whatever their state. */
  public void purge() {
    list().forEach(pod -> remove(pod.id(), true, PodRecover.LEFTOVER));
  }

  /**
   * Stops the pod and cleans it up if none of its members is to run any more (POD-3).
   *
   * @param cleaned the member that has just ended, whatever its state is; absent looks at all
   * @return false if somebody else has the pod's lock
   */
  boolean stopIfOver(PodId id, @Nullable ContainerId cleaned) {
    return locks.ifFree(
        id,
        pod -> {
          if (end.isReached(pod, cleaned)) {
            stop(id, null, "exit policy of pod " + pod.name());
            cleanup(id);
          }
        });
  }
}
