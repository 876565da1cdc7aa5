package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.ContainerState;
import io.gantry.api.error.GantryException;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.ContainerRecord;
import io.gantry.engine.state.Sharing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Initialises a container right after it was created, so that its start has nothing left to do but
 * to run its command. Nobody has asked for it: whoever else wants the container goes first, and a
 * failure leaves it as it was, to be told by the start that tries again.
 */
final class InitAhead {
  private static final Logger LOG = LoggerFactory.getLogger(InitAhead.class);

  private final Containers containers;
  private final Initialise initialise;

  InitAhead(Containers containers, Initialise initialise) {
    this.containers = containers;
    this.initialise = initialise;
  }

  void run(ContainerId id) {
    try {
      containers.ifFree(id, this::initialise);
    } catch (GantryException e) {
      LOG.warn("not initialised ahead of its start container={}", id, e);
    }
  }

  private void initialise(LockedContainer container) {
    if (!isNew(container) || !mayWait(container.config())) {
      return;
    }
    if (!containers.parked().enter(container.id())) {
      LOG.debug("enough containers wait initialised container={}", container.id());
      return;
    }
    boolean waits = false;
    try {
      initialise.run(container);
      waits = true;
    } finally {
      if (!waits) {
        containers.parked().leave(container.id());
      }
    }
  }

  private static boolean isNew(LockedContainer container) {
    ContainerRecord record = container.record();
    return record.state() == ContainerState.CONFIGURED
        && record.run() == 0
        && record.nextRestartAt() == null;
  }

  /**
   * The monitor counts the longest time of a run from here on; a published port or an address that
   * is asked for would be taken from whoever starts first; a secret may be withdrawn before the
   * start; and who shares a namespace needs its owner to run.
   */
  private static boolean mayWait(ContainerConfig config) {
    ContainerSpec spec = config.spec();
    return spec.runTimeout() == null
        && spec.network().published().isEmpty()
        && spec.network().addresses().isEmpty()
        && spec.secrets().isEmpty()
        && config.sharing().equals(Sharing.NOTHING);
  }
}
