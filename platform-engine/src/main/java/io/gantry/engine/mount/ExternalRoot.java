package io.gantry.engine.mount;

import io.gantry.api.container.RootSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.IdMaps;
import io.gantry.engine.linux.MountFlags;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.selinux.ContainerLabels;
import io.gantry.engine.spec.ResolvedUser;
import io.gantry.engine.spec.UserLookup;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.storage.OverlayMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A root that is a directory of the host, as it is or below an overlay (MOUNT-5 to MOUNT-7). */
final class ExternalRoot {
  private ExternalRoot() {}

  /** Makes it ready, if it is not yet, and tells where it is. */
  static Path mount(ContainerConfig config, RootSpec spec, IdMaps ids) {
    Path directory = Path.of(String.valueOf(spec.path()));
    if (!Files.isDirectory(directory)) {
      throw GantryException.of(
              ErrorCode.INVALID_ARGUMENT,
              "root.path %s is no directory of this node".formatted(directory))
          .about("container", config.id());
    }
    try {
      return spec.overlay() ? overlay(config, directory, ids) : directory.toRealPath();
    } catch (SyscallException e) {
      throw failure("mounted", config, e.code(), e);
    } catch (IOException e) {
      throw failure("mounted", config, ErrorCode.STORAGE, e);
    }
  }

  private static Path overlay(ContainerConfig config, Path directory, IdMaps ids)
      throws IOException {
    OverlayStructure structure = structure(config.runDir());
    OverlayMount layers =
        new OverlayMount(List.of(directory.toRealPath()), structure.upper(), structure.work());
    String label = ContainerLabels.of(config).mount();
    Path root = structure.mount(layers, MountFlags.MS_NODEV, ids, label);
    giveToUser(config, root, ids);
    return root;
  }

  /** Only the top, so that the user can write there; what lies below is the host's (MOUNT-7). */
  private static void giveToUser(ContainerConfig config, Path root, IdMaps ids)
      throws SyscallException {
    ResolvedUser user = UserLookup.in(root).resolve(config.spec(), config.image().config());
    try (Directory top = Directory.open(root)) {
      Directory.setOwner(
          top.descriptor(),
          (int) ids.hostUid(user.uid()).orElse(user.uid()),
          (int) ids.hostGid(user.gid()).orElse(user.gid()));
    }
  }

  /** Unmounts what is above the directory; nothing mounted is success (UNMOUNT-3). */
  static void unmount(ContainerConfig config) {
    try {
      structure(config.runDir()).unmount();
    } catch (SyscallException e) {
      throw failure("unmounted", config, e.code(), e);
    }
  }

  /** Where the overlay is: on the engine's tmpfs, so what is written is gone with a reboot. */
  static OverlayStructure structure(Path runDir) {
    return new OverlayStructure(runDir.resolve("root"));
  }

  private static GantryException failure(
      String what, ContainerConfig config, ErrorCode code, IOException cause) {
    return GantryException.of(code, "its root directory cannot be " + what, cause)
        .about("container", config.id());
  }
}
