package io.gantry.engine;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.ProcessIdentity;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.Sharing;
import io.gantry.engine.state.StateStore;
import io.gantry.engine.state.StoredContainer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where the namespaces a container joins are at this moment (NAMESPACES-3). */
record JoinedNamespaces(StateStore store) {

  /**
   * Type as in the runtime spec to the namespace's file; only what is joined.
   *
   * @throws GantryException STATE_INVALID if an owner neither runs nor is paused
   */
  Map<String, Path> of(Sharing sharing) {
    Map<String, Path> files = new LinkedHashMap<>();
    put(files, "network", "net", sharing.network());
    put(files, "pid", "pid", sharing.pid());
    put(files, "ipc", "ipc", sharing.ipc());
    put(files, "uts", "uts", sharing.uts());
    return files;
  }

  /** Whose host name the container has: that of the one it joins, or it itself (NAMESPACES-4). */
  ContainerConfig named(ContainerConfig config) {
    ContainerId owner = config.sharing().uts();
    return owner == null ? config : find(owner).config();
  }

  private void put(Map<String, Path> files, String type, String file, @Nullable ContainerId owner) {
    if (owner != null) {
      files.put(type, Path.of("/proc/" + process(owner).pid() + "/ns/" + file));
    }
  }

  private ProcessIdentity process(ContainerId owner) {
    ProcessIdentity process = find(owner).record().process();
    boolean alive =
        process != null
            && find(owner).record().state().isActive()
            && ProcessIdentity.of(process.pid()).filter(process::equals).isPresent();
    if (!alive) {
      throw GantryException.of(
              ErrorCode.STATE_INVALID, "a container joins its namespaces and it does not run")
          .about("container", owner);
    }
    return Objects.requireNonNull(process);
  }

  private StoredContainer find(ContainerId owner) {
    return store
        .find(owner)
        .orElseThrow(
            () ->
                GantryException.of(ErrorCode.NO_SUCH_CONTAINER, "there is no such container")
                    .about("container", owner));
  }
}
