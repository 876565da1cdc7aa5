package io.gantry.engine;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.Resources;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.cgroup.Cgroups;
import io.gantry.engine.cgroup.IoRates;
import io.gantry.engine.lifecycle.ContainerRuntime;
import io.gantry.engine.lifecycle.Launched;
import io.gantry.engine.runtime.OciRuntime;
import io.gantry.engine.runtime.StrayMonitors;
import io.gantry.engine.spec.LinuxResources;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.StoredContainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** The OCI runtime and its monitors, as the lifecycle asks for them. */
record RuntimeRoom(
    OciRuntime runtime,
    Path root,
    Launch launch,
    Cgroups cgroups,
    StrayMonitors strays,
    EndHooks endHooks)
    implements ContainerRuntime {

  @Override
  public Launched create(StoredContainer container) {
    return launch.create(container);
  }

  @Override
  public boolean needsLinks(ContainerConfig config) {
    return launch.needsLinks(config);
  }

  @Override
  public void start(ContainerId id) {
    runtime.start(id);
  }

  @Override
  public void kill(ContainerId id, int signal, boolean all) {
    runtime.kill(id, signal, all);
  }

  @Override
  public void pause(ContainerId id) {
    freezer().pause(id);
  }

  @Override
  public void resume(ContainerId id) {
    freezer().resume(id);
  }

  private Freezer freezer() {
    return new Freezer(runtime, cgroups);
  }

  /** The cgroup goes too: a runtime call that was killed leaves it without its container. */
  @Override
  public void delete(ContainerId id) {
    if (Files.exists(root.resolve(id.value()))) {
      runtime.delete(id);
    }
    killAll(id);
    endHooks.run(id);
  }

  @Override
  public void killAll(ContainerId id) {
    try {
      cgroups.remove(id);
    } catch (IOException e) {
      throw GantryException.of(ErrorCode.RUNTIME, "the container's cgroup is not empty", e)
          .about("container", id);
    }
  }

  @Override
  public Presence presence(ContainerId id) {
    return runtime
        .state(id)
        .map(
            state ->
                switch (state.status()) {
                  case CREATED -> Presence.CREATED;
                  case RUNNING -> Presence.RUNNING;
                  case PAUSED -> Presence.PAUSED;
                  case STOPPED -> Presence.STOPPED;
                })
        .orElse(Presence.ABSENT);
  }

  @Override
  public boolean knows(ContainerId id) {
    return Files.exists(root.resolve(id.value())) || cgroups.knows(id);
  }

  @Override
  public boolean isFrozen(ContainerId id) {
    return cgroups.isFrozen(id);
  }

  @Override
  public Set<ContainerId> known() {
    Set<ContainerId> known = new HashSet<>();
    try {
      known.addAll(cgroups.containers());
      if (Files.isDirectory(root)) {
        try (Stream<Path> directories = Files.list(root)) {
          directories
              .map(directory -> directory.getFileName().toString())
              .filter(name -> name.matches("[0-9a-f]{64}"))
              .forEach(name -> known.add(new ContainerId(name)));
        }
      }
    } catch (IOException e) {
      throw GantryException.of(ErrorCode.RUNTIME, "cannot list the runtime's containers", e);
    }
    return known;
  }

  @Override
  public void endStrayMonitors(Set<ContainerId> wanted) {
    try {
      strays.end(wanted);
    } catch (IOException e) {
      throw GantryException.of(ErrorCode.RUNTIME, "cannot end monitors that were left", e);
    }
  }

  @Override
  public void awaitCheckpoint(ContainerId id) {
    try {
      strays.awaitDump(id);
    } catch (IOException e) {
      throw GantryException.of(ErrorCode.RUNTIME, "its checkpoint does not come to an end", e)
          .about("container", id);
    }
  }

  @Override
  public void update(ContainerId id, Resources resources) {
    IoRates rates = IoRates.of(resources.io());
    runtime.update(id, LinuxResources.change(resources, launch.host().swapAccounting()));
    try {
      cgroups.limitIo(id, rates); // runc's update leaves these as they were created
    } catch (IOException e) {
      throw GantryException.of(ErrorCode.RUNTIME, "its limits of block devices stay", e)
          .about("container", id);
    }
  }
}
