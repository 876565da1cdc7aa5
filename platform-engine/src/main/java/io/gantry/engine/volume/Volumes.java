package io.gantry.engine.volume;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.state.Database;
import io.gantry.engine.state.VolumeRecord;
import io.gantry.engine.storage.LayerLimits;
import io.gantry.engine.volume.origin.Origin;
import io.gantry.engine.volume.origin.Origins;
import io.gantry.engine.volume.origin.Reseed;
import io.gantry.engine.volume.origin.ReseedPlan;
import io.gantry.engine.volume.origin.Seeds;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** The volumes of this node's tenants. Thread-safe. */
public final class Volumes {
  private final VolumeParts parts;
  private final NewVolumes fresh;
  private final VolumeRemoval removal;
  private final VolumeArchives archives;
  private final ContainerVolumes containers;
  private final Seeds seeds;

  /**
   * Those of one engine.
   *
   * @param home the engine's directory on disk
   * @param random gives volumes their ids
   * @param seeds what they are filled from
   */
  public Volumes(Database database, Path home, Clock clock, RandomGenerator random, Seeds seeds) {
    this.parts = VolumeParts.in(database, home);
    this.fresh = new NewVolumes(home, clock, random);
    this.removal = new VolumeRemoval(parts);
    this.archives = new VolumeArchives(parts, fresh);
    this.containers = new ContainerVolumes(parts, fresh, removal, seeds);
    this.seeds = seeds;
  }

  /** Tables of this room in the node's store. */
  public static List<String> schema() {
    return Stream.of(VolumeTable.SCHEMA, VolumeClaims.SCHEMA, VolumeUses.SCHEMA, Origins.SCHEMA)
        .flatMap(List::stream)
        .toList();
  }

  /** How containers use them. */
  public ContainerVolumes ofContainers() {
    return containers;
  }

  /**
   * Makes an empty volume.
   *
   * @throws GantryException NAME_DUPLICATE, INVALID_ARGUMENT for a name that cannot be one
   */
  public VolumeRecord create(TenantId tenant, String name) {
    return create(tenant, name, VolumeSpec.DIRECTORY);
  }

  /**
   * Makes a volume, with what is mounted for it when a container uses it (VOLUME-14).
   *
   * @throws GantryException NAME_DUPLICATE, INVALID_ARGUMENT for an option that is not known,
   *     UNSUPPORTED for a driver that is not local
   */
  public VolumeRecord create(TenantId tenant, String name, VolumeSpec spec) {
    spec.requireLocal();
    VolumeOptions options = VolumeOptions.asked(spec.options(), parts.hostPaths());
    VolumeRecord volume = fresh.named(tenant, name);
    if (parts.table().find(tenant, name).isPresent()) {
      throw GantryException.of(ErrorCode.NAME_DUPLICATE, "a volume has this name: use another one")
          .about("volume", name);
    }
    make(volume, options);
    return volume;
  }

  /** If somebody else was faster with the name, nothing of this one stays. */
  private void make(VolumeRecord volume, VolumeOptions options) {
    boolean added = false;
    try {
      parts.directories().make(volume);
      parts.uses().setOptions(volume, options);
      parts.table().add(volume);
      added = true;
    } finally {
      if (!added) {
        parts.uses().forget(volume);
        parts.directories().remove(volume);
      }
    }
  }

  /** A tenant's volumes by name, anonymous ones included. */
  public List<VolumeRecord> list(TenantId tenant) {
    return parts.table().list().stream().filter(volume -> volume.tenant().equals(tenant)).toList();
  }

  /** Finds a volume; NO_SUCH_VOLUME if the tenant has none of that name. */
  public VolumeRecord inspect(TenantId tenant, String name) {
    return parts
        .table()
        .find(tenant, name)
        .orElseThrow(
            () ->
                GantryException.of(
                        ErrorCode.NO_SUCH_VOLUME, "the tenant has no such volume: create it first")
                    .about("volume", name));
  }

  /** The options it was made with; NO_SUCH_VOLUME. */
  public Map<String, String> options(TenantId tenant, String name) {
    return parts.uses().options(inspect(tenant, name)).values();
  }

  /** The containers that use it, whether they run or not; NO_SUCH_VOLUME. */
  public List<VolumeUser> users(TenantId tenant, String name) {
    return parts.claims().users(inspect(tenant, name));
  }

  /**
   * Which image, container and run filled it, or which archive; empty if only its users wrote to
   * it.
   *
   * @throws GantryException NO_SUCH_VOLUME
   */
  public Optional<Origin> origin(TenantId tenant, String name) {
    return parts.origins().find(inspect(tenant, name));
  }

  /**
   * Plans to empty it and fill it again from where it came; nothing is changed. Expensive.
   *
   * @throws GantryException NO_SUCH_VOLUME, STORAGE
   */
  public ReseedPlan reseedPlan(TenantId tenant, String name) {
    VolumeRecord volume = inspect(tenant, name);
    return Reseed.plan(
        seeds,
        volume,
        parts.origins().find(volume).orElse(null),
        parts.claims().users(volume).stream().map(VolumeUser::container).toList());
  }

  /**
   * Writes what it holds as an uncompressed tar: owners, modes, times, links, hard links, and the
   * attributes {@code user.*} and {@code security.capability}; sockets are left out. Containers may
   * go on writing, so what they change meanwhile is in it or not.
   *
   * @param archive stays open
   * @throws GantryException NO_SUCH_VOLUME, CONFLICT if it is half filled, STORAGE
   */
  public void exportTo(TenantId tenant, String name, OutputStream archive) {
    archives.write(inspect(tenant, name), archive);
  }

  /** As the other one, within the limits of a layer. */
  public void importFrom(TenantId tenant, String name, InputStream archive) {
    importFrom(tenant, name, archive, LayerLimits.DEFAULT);
  }

  /**
   * Fills an empty volume from a tar, plain or compressed. It is whole and durable on return, or as
   * it was before. The archive is taken for hostile: nothing is written outside.
   *
   * @param archive stays open
   * @throws GantryException NO_SUCH_VOLUME, VOLUME_IN_USE if a container has it, CONFLICT if it
   *     holds something, UNSUPPORTED if something is mounted for it, INVALID_ARGUMENT for an
   *     archive that is refused or over the limits, NO_SPACE, STORAGE
   */
  public void importFrom(TenantId tenant, String name, InputStream archive, LayerLimits limits) {
    archives.read(inspect(tenant, name), archive, limits);
  }

  /**
   * Puts the content of an archive into a volume of a container that is being made of one.
   *
   * @param destination where the container has it
   * @param archive hostile, as above; it stays open
   * @throws GantryException INVALID_ARGUMENT if it has none there, or for an archive that is
   *     refused, NO_SPACE, STORAGE
   */
  public void fill(ContainerId container, String destination, InputStream archive) {
    VolumeRecord volume =
        parts.claims().of(container).stream()
            .filter(use -> use.destination().equals(destination))
            .findFirst()
            .map(VolumeClaims.Use::volume)
            .orElseThrow(
                () ->
                    GantryException.of(
                            ErrorCode.INVALID_ARGUMENT, "it has no volume at " + destination)
                        .about("container", container));
    archives.fill(volume, archive);
  }

  /**
   * Removes a volume with all that is in it.
   *
   * @throws GantryException NO_SUCH_VOLUME, VOLUME_IN_USE
   */
  public void remove(TenantId tenant, String name) {
    removal.remove(inspect(tenant, name));
  }

  /** Removes those of a tenant that no container uses. One that cannot be removed stays. */
  public Pruned prune(TenantId tenant, PruneScope scope) {
    return removal.prune(tenant, scope);
  }

  /** Removes every volume no container uses. */
  public void purge() {
    parts.table().list().forEach(removal::tryRemove);
  }
}
