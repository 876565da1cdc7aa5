package io.gantry.engine.volume;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.FileStatus;
import io.gantry.engine.linux.SafePath;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.Database;
import io.gantry.engine.state.VolumeRecord;
import io.gantry.engine.volume.VolumeTable.Use;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The volumes of this node's tenants. A container claims its volumes before it is mounted and
 * releases them when it is removed; in between they cannot be removed. Thread-safe; the lock of the
 * container is the caller's, that of a volume is taken here, after it.
 */
public final class Volumes {
  private static final Logger LOG = LoggerFactory.getLogger(Volumes.class);
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}");
  private static final String NO_COPY = "nocopy";
  private static final int ID_BYTES = 32;

  private final VolumeTable table;
  private final VolumeDirectories directories;
  private final CopyUpFromImage copyUp;
  private final VolumeUses mountUses;
  private final VolumeMounter mounter;
  private final Path home;
  private final Clock clock;
  private final RandomGenerator random;
  private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

  /**
   * @param home the engine's directory on disk
   * @param random gives volumes their ids
   */
  public Volumes(Database database, Path home, Clock clock, RandomGenerator random) {
    this.table = new VolumeTable(database, home);
    this.directories = new VolumeDirectories(home);
    this.copyUp = new CopyUpFromImage(table, directories);
    this.mountUses = new VolumeUses(database);
    this.mounter = new VolumeMounter(mountUses);
    this.home = home;
    this.clock = clock;
    this.random = random;
  }

  /** Tables of this room in the node's store. */
  public static List<String> schema() {
    return Stream.concat(VolumeTable.SCHEMA.stream(), VolumeUses.SCHEMA.stream()).toList();
  }

  /**
   * Makes an empty volume.
   *
   * @throws GantryException NAME_DUPLICATE, INVALID_ARGUMENT for a name that cannot be one
   */
  public VolumeRecord create(TenantId tenant, String name) {
    return create(tenant, name, Map.of());
  }

  /**
   * Makes a volume that something is mounted for when a container uses it (VOLUME-14).
   *
   * @param options of the local driver: {@code device}, {@code type}, {@code o}, and how it is made
   * @throws GantryException NAME_DUPLICATE, INVALID_ARGUMENT for an option it does not know
   */
  public VolumeRecord create(TenantId tenant, String name, Map<String, String> options) {
    VolumeOptions known = VolumeOptions.asked(options);
    if (table.find(tenant, requireName(name)).isPresent()) {
      throw GantryException.of(ErrorCode.NAME_DUPLICATE, "a volume has this name: use another one")
          .about("volume", name);
    }
    VolumeRecord volume = fresh(tenant, name, false);
    directories.make(volume);
    mountUses.setOptions(volume, known);
    table.add(volume);
    return volume;
  }

  /** A tenant's volumes by name, anonymous ones included. */
  public List<VolumeRecord> list(TenantId tenant) {
    return table.list().stream().filter(volume -> volume.tenant().equals(tenant)).toList();
  }

  /** Finds a volume; NO_SUCH_VOLUME if the tenant has none of that name. */
  public VolumeRecord inspect(TenantId tenant, String name) {
    return table
        .find(tenant, name)
        .orElseThrow(
            () ->
                GantryException.of(
                        ErrorCode.NO_SUCH_VOLUME, "the tenant has no such volume: create it first")
                    .about("volume", name));
  }

  /**
   * Removes a volume with all that is in it.
   *
   * @throws GantryException NO_SUCH_VOLUME, VOLUME_IN_USE
   */
  public void remove(TenantId tenant, String name) {
    VolumeRecord volume = inspect(tenant, name);
    List<ContainerId> users = locked(volume, () -> removeUnused(volume));
    if (!users.isEmpty()) {
      throw GantryException.of(
              ErrorCode.VOLUME_IN_USE,
              "containers use it, %s among them: remove them first"
                  .formatted(users.getFirst().shortId()))
          .about("volume", name);
    }
  }

  /**
   * Finds or makes the volumes a container's spec names, and anonymous ones where its image wants
   * some, and records that it uses them. Safe to repeat.
   */
  public void claim(ContainerConfig config) {
    if (wanted(config).isEmpty() || !table.uses(config.id()).isEmpty()) {
      return;
    }
    List<VolumeRecord> added = new ArrayList<>();
    List<Use> uses = new ArrayList<>();
    wanted(config)
        .forEach(
            (destination, name) -> {
              VolumeRecord volume =
                  name.flatMap(known -> existing(config, known, added))
                      .orElseGet(() -> addedVolume(config, name, added));
              uses.add(new Use(destination, volume));
            });
    added.forEach(directories::make);
    table.claim(config.id(), added, uses);
  }

  private Optional<VolumeRecord> existing(
      ContainerConfig config, String name, List<VolumeRecord> added) {
    return added.stream()
        .filter(volume -> volume.name().equals(name))
        .findFirst()
        .or(() -> table.find(config.tenant(), requireName(name)));
  }

  private VolumeRecord addedVolume(
      ContainerConfig config, Optional<String> name, List<VolumeRecord> added) {
    VolumeRecord volume = fresh(config.tenant(), name.orElseGet(this::randomId), name.isEmpty());
    added.add(volume);
    return volume;
  }

  /**
   * Mounts the container's volumes that need it; after a failure those before are unmounted again
   * (MOUNT-15).
   */
  public void mount(ContainerConfig config) {
    for (Use use : table.uses(config.id())) {
      locked(
          use.volume(),
          () -> {
            mounter.mount(use.volume(), config.id());
            return use;
          });
    }
  }

  /**
   * Unmounts the container's volumes, each as a step of its own under its own lock (UNMOUNT-8).
   *
   * @param steps runs each one, told what it is for
   */
  public void unmount(ContainerId container, BiConsumer<String, Runnable> steps) {
    for (Use use : table.uses(container)) {
      steps.accept("volume " + use.volume().name(), () -> unmount(container, use.volume()));
    }
  }

  private void unmount(ContainerId container, VolumeRecord volume) {
    VolumeRecord unused =
        locked(
            volume,
            () -> {
              mounter.unmount(volume, container);
              return volume;
            });
  }

  /**
   * Fills the container's volumes from its image where that is due.
   *
   * @param root the mounted root file system
   */
  public void copyUp(ContainerConfig config, Path root) {
    Map<String, MountSpec> mounts = specMounts(config);
    for (Use use : table.uses(config.id())) {
      MountSpec mount = mounts.get(use.destination());
      boolean forbidden = mount != null && mount.options().contains(NO_COPY);
      if (!forbidden && !mountUses.options(use.volume()).noCopy()) {
        locked(
            use.volume(),
            () -> {
              copyUp.run(use.volume(), root, use.destination());
              return use;
            });
      }
    }
  }

  /**
   * Gives volumes that were never used the owner and mode of the image's directory, or the
   * container's user as owner; once for each volume (VOLUME-17).
   */
  public void own(ContainerConfig config, Path root, long uid, long gid) {
    for (Use use : table.uses(config.id())) {
      if (use.volume().needsChown()) {
        locked(
            use.volume(),
            () -> {
              table.chowned(use.volume());
              own(use, root, (int) uid, (int) gid);
              return use;
            });
      }
    }
  }

  private static void own(Use use, Path root, int uid, int gid) {
    try (SafePath path = SafePath.root(root);
        Directory data = Directory.open(use.volume().data())) {
      Optional<Directory> source = CopyUpFromImage.source(path, use.destination());
      if (source.isPresent()) {
        try (Directory image = source.get()) {
          FileStatus status = image.status();
          Directory.setOwner(data.descriptor(), status.uid(), status.gid());
          Directory.setPermissions(data.descriptor(), status.permissions());
          data.setModified(".", status.modified());
        }
      } else {
        Directory.setOwner(data.descriptor(), uid, gid);
      }
    } catch (SyscallException e) {
      throw GantryException.of(e.code(), "it cannot be given to the container's user", e)
          .about("volume", use.volume().name());
    }
  }

  /** Where a container's volumes are, for its runtime spec. */
  public List<VolumeMount> mounts(ContainerConfig config) {
    Map<String, MountSpec> mounts = specMounts(config);
    return table.uses(config.id()).stream()
        .map(
            use -> {
              MountSpec mount = mounts.get(use.destination());
              return new VolumeMount(
                  use.volume().data(),
                  use.destination(),
                  mount != null && mount.readOnly(),
                  mount == null ? List.of() : mount.options());
            })
        .toList();
  }

  /**
   * Ends a container's use of its volumes; unknown is success.
   *
   * @param withAnonymous whether its anonymous volumes go with it (REMOVAL-11)
   */
  public void release(ContainerId container, boolean withAnonymous) {
    List<Use> uses = table.uses(container);
    uses.forEach(use -> unmount(container, use.volume()));
    table.release(container);
    for (Use use : uses) {
      if (withAnonymous && use.volume().anonymous()) {
        removeQuietly(use.volume());
      }
    }
  }

  /** Frees what belongs to none of these containers, and directories nobody knows. */
  public void cleanOrphans(Set<ContainerId> known) {
    for (ContainerId container : table.users()) {
      if (!known.contains(container)) {
        release(container, true);
      }
    }
    directories.removeUnknown(
        table.list().stream().map(VolumeRecord::data).collect(Collectors.toSet()));
  }

  /** Removes every volume no container uses. */
  public void purge() {
    table.list().forEach(this::removeQuietly);
  }

  private void removeQuietly(VolumeRecord volume) {
    try {
      locked(volume, () -> removeUnused(volume));
    } catch (GantryException e) {
      LOG.atWarn().addKeyValue("volume", volume.name()).setCause(e).log("volume stays");
    }
  }

  /** The row goes first: a directory without a row is removed by the next clean-up. */
  private List<ContainerId> removeUnused(VolumeRecord volume) {
    List<ContainerId> users = table.removeUnused(volume);
    if (users.isEmpty()) {
      mounter.unmountForced(volume);
      mountUses.forget(volume);
      directories.remove(volume);
      locks.remove(volume.id());
    }
    return users;
  }

  private <T> T locked(VolumeRecord volume, Supplier<T> work) {
    ReentrantLock lock = locks.computeIfAbsent(volume.id(), id -> new ReentrantLock());
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /** Destination to name; no name for the anonymous volumes of the image. */
  private static Map<String, Optional<String>> wanted(ContainerConfig config) {
    Map<String, Optional<String>> wanted = new LinkedHashMap<>();
    for (MountSpec mount : config.spec().mounts()) {
      if (mount.kind() == MountSpec.Kind.VOLUME) {
        wanted.put(normal(mount.destination()), Optional.ofNullable(mount.source()));
      }
    }
    Set<String> mounted =
        config.spec().mounts().stream()
            .map(mount -> normal(mount.destination()))
            .collect(Collectors.toSet());
    for (String destination : config.image().config().volumes()) {
      if (!mounted.contains(normal(destination))) {
        wanted.putIfAbsent(normal(destination), Optional.empty());
      }
    }
    return wanted;
  }

  private static Map<String, MountSpec> specMounts(ContainerConfig config) {
    Map<String, MountSpec> mounts = new LinkedHashMap<>();
    config.spec().mounts().forEach(mount -> mounts.put(normal(mount.destination()), mount));
    return mounts;
  }

  private static String normal(String destination) {
    return Path.of("/").resolve(destination).normalize().toString();
  }

  private VolumeRecord fresh(TenantId tenant, String name, boolean anonymous) {
    String id = randomId();
    return new VolumeRecord(
        id,
        tenant,
        name,
        clock.instant(),
        VolumeDirectories.data(home, tenant, id),
        anonymous,
        true,
        true);
  }

  private String randomId() {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static String requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT,
          "a volume's name begins with a letter or digit and has up to 128 of them, '_', '.', '-'");
    }
    return name;
  }
}
