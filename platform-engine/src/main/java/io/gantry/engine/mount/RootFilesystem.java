package io.gantry.engine.mount;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.storage.ContainerStorage;
import io.gantry.engine.storage.MountHolder;
import io.gantry.engine.volume.Volumes;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A container's root file system with what belongs into it. Both operations may be repeated; the
 * container's lock is the caller's, and recording what is mounted too (MOUNT-16).
 */
public final class RootFilesystem {
  private static final Logger LOG = LoggerFactory.getLogger(RootFilesystem.class);

  private final ContainerStorage storage;
  private final Volumes volumes;

  public RootFilesystem(ContainerStorage storage, Volumes volumes) {
    this.storage = storage;
    this.volumes = volumes;
  }

  /**
   * Mounts shared memory and root, prepares {@code /etc}, and fills new volumes from the image
   * (MOUNT-2 to MOUNT-15). After a failure nothing stays mounted.
   *
   * @return where the root is
   */
  public Path mount(ContainerConfig config) {
    boolean complete = false;
    try {
      Shm.mount(config);
      Path root = storage.mount(config.id(), MountHolder.RUN);
      KernelDirectories.check(config, root);
      EtcDirectory.prepare(config, root);
      volumes.claim(config);
      volumes.copyUp(config, root);
      complete = true;
      return root;
    } finally {
      if (!complete) {
        undo(config);
      }
    }
  }

  private void undo(ContainerConfig config) {
    try {
      unmount(config);
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("container", config.id())
          .setCause(e)
          .log("mounts of a failed preparation stay");
    }
  }

  /**
   * Unmounts all of it: every step is tried, the last failure is thrown and the earlier ones are
   * logged (UNMOUNT-2). Nothing mounted is success.
   */
  public void unmount(ContainerConfig config) {
    RuntimeException last = step(config, "shared memory", null, () -> Shm.unmount(config));
    last = step(config, "root", last, () -> unmountRoot(config));
    if (last != null) {
      throw last;
    }
  }

  /** That somebody else has unmounted or removed it is no failure of this one (UNMOUNT-7). */
  private void unmountRoot(ContainerConfig config) {
    try {
      int unused = storage.unmount(config.id(), MountHolder.RUN);
    } catch (GantryException e) {
      if (e.code() != ErrorCode.NOT_MOUNTED && e.code() != ErrorCode.STORAGE_UNKNOWN) {
        throw e;
      }
      LOG.atDebug().addKeyValue("container", config.id()).setCause(e).log("root is not mounted");
    }
  }

  private static @Nullable RuntimeException step(
      ContainerConfig config, String what, @Nullable RuntimeException before, Runnable step) {
    try {
      step.run();
      return before;
    } catch (RuntimeException e) {
      if (before != null) {
        LOG.atWarn()
            .addKeyValue("container", config.id())
            .setCause(before)
            .log("unmounting failed before {}", what);
      }
      return e;
    }
  }
}
