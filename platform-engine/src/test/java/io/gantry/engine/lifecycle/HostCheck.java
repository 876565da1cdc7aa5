package io.gantry.engine.lifecycle;

import static io.gantry.engine.lifecycle.SaveCheck.require;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.engine.state.ContainerRecord;
import java.util.HashSet;
import java.util.Set;

/** Looks whether the host has what a container's state says, and nothing else. */
final class HostCheck {
  private final FakeHost host;

  HostCheck(FakeHost host) {
    this.host = host;
  }

  /** Of a container that has a row. */
  void agrees(ContainerId id, ContainerRecord record) {
    switch (record.state()) {
      case CONFIGURED, EXITED -> {
        isFree(id);
        require(!record.mounted() && record.network() == null, "freed and not recorded", record);
        require(record.process() == null && record.monitor() == null, "its processes", record);
      }
      case CREATED, RUNNING, PAUSED -> {
        require(host.mounted.contains(id) && record.mounted(), "not mounted", record);
        require(host.connected.contains(id) && record.network() != null, "not connected", record);
        require(host.has(id), "not in the runtime", record);
        require(
            host.frozen.contains(id) == (record.state() == ContainerState.PAUSED),
            "frozen or not",
            record);
      }
      case UNKNOWN, STOPPED, REMOVING, STOPPING -> {}
    }
    boolean mayLackIt = record.state() == ContainerState.REMOVING;
    require(mayLackIt || host.stored.contains(id), "without a layer", record);
  }

  /** It has nothing any more but its layer. */
  void isFree(ContainerId id) {
    require(!host.mounted.contains(id), "left mounted", id);
    require(!host.connected.contains(id), "left connected", id);
    require(!host.has(id), "left in the runtime", id);
    require(!host.frozen.contains(id), "left frozen", id);
    require(!host.exitFiles.containsKey(id), "left an exit file", id);
  }

  /** It has nothing any more. */
  void isGone(ContainerId id) {
    isFree(id);
    require(!host.stored.contains(id), "left a layer", id);
  }

  /** All on the host belongs to one of these. */
  void hasOnly(Set<ContainerId> known) {
    Set<ContainerId> all = new HashSet<>(host.mounted);
    all.addAll(host.connected);
    all.addAll(host.stored);
    all.addAll(host.known());
    all.addAll(host.exitFiles.keySet());
    all.removeAll(known);
    require(all.isEmpty(), "belongs to nobody", all);
  }

  /** No process is left. */
  void isQuiet() {
    require(host.alive.isEmpty(), "processes left", host.alive);
  }
}
