package io.gantry.engine.volume;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.HostPaths;
import io.gantry.engine.linux.MountFlags;
import io.gantry.engine.linux.Mounts;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.state.VolumeRecord;
import java.nio.file.Path;

/**
 * Mounts what a volume's options name over its directory: for the first container that needs it,
 * until the last one is done (VOLUME-14, VOLUME-16). The caller holds the volume's lock.
 */
final class VolumeMounter {
  private final VolumeUses uses;
  private final HostPaths hostPaths;

  VolumeMounter(VolumeUses uses, HostPaths hostPaths) {
    this.uses = uses;
    this.hostPaths = hostPaths;
  }

  /** Mounts it for the container; one that has it already changes nothing. */
  void mount(VolumeRecord volume, ContainerId container) {
    VolumeOptions options = uses.options(volume);
    if (!options.needsMount()) {
      return;
    }
    if (options.bind()) {
      requireAnswer(volume, Path.of(options.device()));
    }
    try {
      boolean mounted = Mounts.isMountPoint(volume.data());
      if (!mounted) {
        uses.clear(volume); // from before a reboot
      }
      uses.add(volume, container);
      if (!mounted) {
        mount(volume.data(), options);
      }
    } catch (SyscallException e) {
      uses.take(volume, container); // VOLUME-13
      throw failure("mounted", volume, e);
    }
  }

  private void requireAnswer(VolumeRecord volume, Path device) {
    try {
      boolean unused = hostPaths.exist(device);
    } catch (GantryException e) {
      throw e.about("volume", volume.name());
    }
  }

  private static void mount(Path target, VolumeOptions options) throws SyscallException {
    if (options.bind()) {
      long recursive = options.flags() & MountFlags.MS_REC;
      Mounts.mount(options.device(), target, "none", MountFlags.MS_BIND | recursive, null);
      long flags = options.flags() & ~MountFlags.MS_REC;
      Mounts.mount("none", target, "none", flags | MountFlags.MS_REMOUNT, null);
    } else {
      Mounts.mount(options.device(), target, options.type(), options.flags(), options.data());
    }
  }

  /** Ends the container's use of it; with the last one it is unmounted. Not mounted is success. */
  void unmount(VolumeRecord volume, ContainerId container) {
    if (uses.options(volume).needsMount()) {
      uses.take(volume, container);
      if (uses.containers(volume).isEmpty()) {
        detach(volume);
      }
    }
  }

  /** Unmounts it whoever uses it. */
  void unmountForced(VolumeRecord volume) {
    uses.clear(volume);
    detach(volume);
  }

  /** Lazily: a process of the host may still look at it. */
  private static void detach(VolumeRecord volume) {
    try {
      boolean unused = Mounts.unmountPatiently(volume.data());
    } catch (SyscallException e) {
      throw failure("unmounted", volume, e);
    }
  }

  private static GantryException failure(String what, VolumeRecord volume, SyscallException e) {
    return GantryException.of(e.code(), "it cannot be " + what, e).about("volume", volume.name());
  }
}
