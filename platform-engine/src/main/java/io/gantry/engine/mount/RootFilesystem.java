package io.gantry.engine.mount;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.ContainerState;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.HostPaths;
import io.gantry.engine.linux.IdMaps;
import io.gantry.engine.linux.Mounts;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.selinux.FileLabels;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.StoredContainer;
import io.gantry.engine.storage.ContainerStorage;
import io.gantry.engine.storage.MountHolder;
import io.gantry.engine.volume.ContainerVolumes;
import io.gantry.engine.volume.VolumeMount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A container's root file system with what belongs into it. Both operations may be repeated; the
 * container's lock is the caller's, and recording what is mounted too (MOUNT-16).
 */
public final class RootFilesystem {
  private static final Logger LOG = LoggerFactory.getLogger(RootFilesystem.class);

  private final ContainerStorage storage;
  private final ContainerVolumes volumes;
  private final HostPaths hostPaths = new HostPaths();
  private final OverlayVolumes overlays;

  public RootFilesystem(ContainerStorage storage, ContainerVolumes volumes) {
    this.storage = storage;
    this.volumes = volumes;
    this.overlays = new OverlayVolumes(storage);
  }

  /**
   * Mounts shared memory and root, prepares {@code /etc}, and fills new volumes from the image
   * (MOUNT-2 to MOUNT-15). After a failure nothing stays mounted (MOUNT-8).
   *
   * @return where the root is
   */
  public Path mount(ContainerConfig config) {
    boolean complete = false;
    try {
      IdMaps ids = storage.options(config.id()).ids();
      Shm.mount(config, ids);
      Path root = mountRoot(config, ids);
      KernelDirectories.check(config, root);
      EtcDirectory.prepare(config, root, ids);
      volumes.claim(config);
      volumes.mount(config);
      volumes.copyUp(config, root);
      List<VolumeMount> named = volumes.mounts(config);
      Subpaths.mount(config, named);
      overlays.mount(config, Subpaths.sources(config, named), ids);
      IdMappedSources.mount(config, Subpaths.sources(config, named));
      complete = true;
      return root;
    } finally {
      if (!complete) {
        undo(config);
      }
    }
  }

  private Path mountRoot(ContainerConfig config, IdMaps ids) {
    ContainerSpec spec = config.spec();
    return spec.root().external()
        ? ExternalRoot.mount(config, spec.root(), ids)
        : storage.mount(config.id(), MountHolder.RUN);
  }

  /** Where the container's volumes are, for its runtime spec; they are mounted by now. */
  public List<VolumeMount> volumes(ContainerConfig config) {
    List<VolumeMount> plain =
        OverlayVolumes.sources(config, Subpaths.sources(config, volumes.mounts(config)));
    return IdMappedSources.sources(config, plain);
  }

  /**
   * Gives volumes that were never used to the container's user (VOLUME-17).
   *
   * @param uid in the container
   * @param gid in the container
   */
  public void own(ContainerConfig config, Path root, long uid, long gid) {
    IdMaps ids = storage.options(config.id()).ids();
    volumes.own(config, root, ids.hostUid(uid).orElse(uid), ids.hostGid(gid).orElse(gid));
    volumes.ownMapped(config, uid, gid);
  }

  /**
   * Labels and owns what the user mounts with {@code z}, {@code Z} or {@code U} (LABELS-4).
   *
   * @param uid in the container
   * @param gid in the container
   */
  public void prepareSources(StoredContainer container, long uid, long gid) {
    ContainerConfig config = container.config();
    IdMaps ids = storage.options(config.id()).ids();
    boolean first = container.record().state() == ContainerState.CONFIGURED;
    new UserSources(FileLabels.ofHost(), hostPaths, config, first)
        .prepare(
            volumes(config),
            (int) ids.hostUid(uid).orElse(uid),
            (int) ids.hostGid(gid).orElse(gid));
  }

  /**
   * Unmounts what a container without a row may have mounted in its directories; nobody else knows.
   *
   * @param bundle its permanent directory
   * @param runDir its directory on tmpfs
   */
  public static void unmountRemains(Path bundle, Path runDir) throws IOException {
    ExternalRoot.structure(runDir).unmount();
    boolean unused = Mounts.unmountPatiently(bundle.resolve("shm"));
    OverlayVolumes.unmount(bundle);
    IdMappedSources.unmount(bundle);
    Subpaths.unmount(bundle);
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
   * logged (UNMOUNT-2). Nothing mounted is success. Volumes are released whatever the root is
   * (UNMOUNT-6).
   */
  public void unmount(ContainerConfig config) {
    UnmountSteps steps = new UnmountSteps(config.id());
    steps.step("overlay of the root", () -> ExternalRoot.unmount(config));
    steps.step("shared memory", () -> Shm.unmount(config));
    steps.step(
        "overlay volumes", () -> unmount(config, "overlay volumes", OverlayVolumes::unmount));
    steps.step("mapped volumes", () -> unmount(config, "mapped volumes", IdMappedSources::unmount));
    steps.step("parts of volumes", () -> unmount(config, "parts of volumes", Subpaths::unmount));
    if (!config.spec().root().external()) {
      steps.step("root", () -> unmountRoot(config));
    }
    volumes.unmount(config.id(), steps::step);
    steps.throwLast();
  }

  /** Unmounts something in a bundle. */
  @FunctionalInterface
  private interface InBundle {
    void unmount(Path bundle) throws IOException;
  }

  private static void unmount(ContainerConfig config, String what, InBundle step) {
    try {
      step.unmount(config.staticDir());
    } catch (IOException e) {
      ErrorCode code = e instanceof SyscallException failed ? failed.code() : ErrorCode.STORAGE;
      throw GantryException.of(code, "its %s cannot be unmounted".formatted(what), e)
          .about("container", config.id());
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
}
