package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerId;
import io.gantry.engine.state.ContainerConfig;
import java.nio.file.Path;
import java.util.Set;

/** A container's root file system and directories. All methods may be repeated. */
public interface ContainerRoot {

  /** Makes its layer and directories. */
  void create(ContainerConfig config);

  /** Mounts everything that lies in its root and returns where. */
  Path mount(ContainerConfig config);

  void unmount(ContainerConfig config);

  /** Mounts the root alone for somebody outside; each request counts (MOUNT-17). */
  Path mountForRequest(ContainerConfig config);

  /**
   * Gives a request's mount back, or with force unmounts the root whoever has it mounted.
   *
   * @throws io.gantry.api.error.GantryException NOT_MOUNTED if no request has it mounted
   */
  void unmountForRequest(ContainerConfig config, boolean force);

  /** Deletes a checkpoint of which nobody knows whether it is whole; none is success. */
  void discardCheckpoint(ContainerConfig config);

  /** How many have its root mounted now. */
  int holds(ContainerId id);

  /**
   * Deletes layer and directories; unknown is success (TEARDOWN-3).
   *
   * @param withVolumes whether its anonymous volumes go too (REMOVAL-11)
   */
  void delete(ContainerId id, boolean withVolumes);

  /** Frees what else belongs to none of these containers, as the use of a volume. */
  void cleanOrphans(Set<ContainerId> known);

  /** The containers of which there is something on the disk. */
  Set<ContainerId> known();
}
