package io.gantry.engine.volume;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.MountSpec;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.VolumeRecord;
import io.gantry.engine.volume.VolumeClaims.Use;
import io.gantry.engine.volume.origin.Origin;
import io.gantry.engine.volume.origin.Seeds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The volumes of containers. A container claims its volumes before it is mounted and releases them
 * when it is removed; in between they cannot be removed. Thread-safe; the lock of the container is
 * the caller's, that of a volume is taken here, after it.
 */
public final class ContainerVolumes {
  private final VolumeParts parts;
  private final NewVolumes fresh;
  private final VolumeRemoval removal;
  private final Seeds seeds;
  private final CopyUpFromImage copyUp;

  ContainerVolumes(VolumeParts parts, NewVolumes fresh, VolumeRemoval removal, Seeds seeds) {
    this.parts = parts;
    this.fresh = fresh;
    this.removal = removal;
    this.seeds = seeds;
    this.copyUp = new CopyUpFromImage(parts);
  }

  /**
   * Finds or makes the volumes a container's spec names, and anonymous ones where its image wants
   * some, and records that it uses them. Safe to repeat.
   */
  public void claim(ContainerConfig config) {
    Map<String, Optional<String>> wanted = WantedVolumes.of(config);
    if (wanted.isEmpty() || !parts.claims().of(config.id()).isEmpty()) {
      return;
    }
    List<VolumeRecord> added = new ArrayList<>();
    List<Use> uses = new ArrayList<>();
    wanted.forEach(
        (destination, name) -> uses.add(new Use(destination, volume(config, name, added))));
    added.forEach(parts.directories()::make);
    parts.claims().claim(config.id(), added, uses);
  }

  private VolumeRecord volume(
      ContainerConfig config, Optional<String> name, List<VolumeRecord> added) {
    VolumeRecord made =
        name.map(known -> fresh.named(config.tenant(), known))
            .orElseGet(() -> fresh.anonymous(config.tenant()));
    Optional<VolumeRecord> existing =
        added.stream()
            .filter(volume -> volume.name().equals(made.name()))
            .findFirst()
            .or(() -> parts.table().find(config.tenant(), made.name()));
    if (existing.isEmpty()) {
      added.add(made);
    }
    return existing.orElse(made);
  }

  /**
   * Mounts the container's volumes that need it; after a failure those before are unmounted again
   * (MOUNT-15).
   */
  public void mount(ContainerConfig config) {
    for (Use use : parts.claims().of(config.id())) {
      parts.locks().run(use.volume(), () -> parts.mounter().mount(use.volume(), config.id()));
    }
  }

  /**
   * Unmounts the container's volumes, each as a step of its own under its own lock (UNMOUNT-8).
   *
   * @param steps runs each one, told what it is for
   */
  public void unmount(ContainerId container, BiConsumer<String, Runnable> steps) {
    for (Use use : parts.claims().of(container)) {
      steps.accept("volume " + use.volume().name(), () -> unmount(container, use.volume()));
    }
  }

  private void unmount(ContainerId container, VolumeRecord volume) {
    parts.locks().run(volume, () -> parts.mounter().unmount(volume, container));
  }

  /**
   * Fills the container's volumes from its image where that is due, and notes where that came from.
   *
   * @param root the mounted root file system
   */
  public void copyUp(ContainerConfig config, Path root) {
    Map<String, MountSpec> mounts = WantedVolumes.mounts(config);
    for (Use use : parts.claims().of(config.id())) {
      boolean forbidden =
          CopyUpFromImage.isForbidden(mounts.get(use.destination()))
              || isMapped(config, mounts.get(use.destination())) // the root's owners are others
              || parts.uses().options(use.volume()).noCopy();
      if (!forbidden) {
        parts
            .locks()
            .run(
                use.volume(),
                () -> copyUp.run(use.volume(), root, use.destination(), () -> origin(config, use)));
      }
    }
  }

  private Origin.CopyUp origin(ContainerConfig config, Use use) {
    boolean external = config.spec().root().external();
    return new Origin.CopyUp(
        external ? null : config.image().id(),
        external ? String.valueOf(config.spec().root().path()) : config.spec().image(),
        use.destination(),
        config.id(),
        seeds.nextRun(config.id()),
        fresh.clock().instant());
  }

  /**
   * Gives volumes that were never used the owner and mode of the image's directory, or the
   * container's user as owner; once for each volume (VOLUME-17).
   */
  public void own(ContainerConfig config, Path root, long uid, long gid) {
    FirstOwner owner = new FirstOwner((int) uid, (int) gid);
    own(config, false, use -> owner.give(use.volume(), root, use.destination()));
  }

  /**
   * The same for those that are mounted with {@code idmap}: on the disk they have the owners of the
   * container.
   *
   * @param uid in the container, as gid
   */
  public void ownMapped(ContainerConfig config, long uid, long gid) {
    FirstOwner owner = new FirstOwner((int) uid, (int) gid);
    own(config, true, use -> owner.give(use.volume()));
  }

  private void own(ContainerConfig config, boolean mapped, Consumer<Use> giving) {
    Map<String, MountSpec> mounts = WantedVolumes.mounts(config);
    for (Use use : parts.claims().of(config.id())) {
      MountSpec mount = mounts.get(use.destination());
      boolean whole = Subpath.of(mount).isEmpty();
      if (use.volume().needsChown() && whole && mapped == isMapped(config, mount)) {
        parts
            .locks()
            .run(
                use.volume(),
                () -> {
                  parts.table().chowned(use.volume());
                  giving.accept(use);
                });
      }
    }
  }

  /** Whether the container sees the owners as they are on the disk. */
  private static boolean isMapped(ContainerConfig config, @Nullable MountSpec mount) {
    return mount != null && !config.ids().sameAsHost() && mount.options().contains("idmap");
  }

  /** Where a container's volumes are, for its runtime spec. */
  public List<VolumeMount> mounts(ContainerConfig config) {
    Map<String, MountSpec> mounts = WantedVolumes.mounts(config);
    return parts.claims().of(config.id()).stream()
        .map(use -> mount(use, mounts.get(use.destination())))
        .toList();
  }

  private static VolumeMount mount(Use use, @Nullable MountSpec mount) {
    return new VolumeMount(
        use.volume().data(),
        use.destination(),
        mount != null && mount.readOnly(),
        mount == null ? List.of() : mount.options());
  }

  /**
   * Ends a container's use of its volumes; unknown is success.
   *
   * @param withAnonymous whether its anonymous volumes go with it (REMOVAL-11)
   */
  public void release(ContainerId container, boolean withAnonymous) {
    List<Use> uses = parts.claims().of(container);
    uses.forEach(use -> unmount(container, use.volume()));
    parts.claims().release(container);
    for (Use use : uses) {
      if (withAnonymous && use.volume().anonymous()) {
        boolean unused = removal.tryRemove(use.volume());
      }
    }
  }

  /** Frees what belongs to none of these containers, and what nobody knows or was cut off. */
  public void cleanOrphans(Set<ContainerId> known) {
    for (ContainerId container : parts.claims().users()) {
      if (!known.contains(container)) {
        release(container, true);
      }
    }
    List<VolumeRecord> volumes = parts.table().list();
    for (VolumeRecord volume : volumes) {
      parts.uses().containers(volume).stream()
          .filter(container -> !known.contains(container))
          .forEach(container -> unmount(container, volume)); // an export that was killed
    }
    parts.directories().removeUnknown(volumes);
  }
}
