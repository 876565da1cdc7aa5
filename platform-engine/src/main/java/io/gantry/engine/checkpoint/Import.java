package io.gantry.engine.checkpoint;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.VolumeRecord;
import io.gantry.engine.storage.Compression;
import io.gantry.engine.storage.TreeUnpack;
import io.gantry.engine.volume.Volumes;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes containers of archives. All of an archive is unpacked and looked at before anything is made
 * of it, in a place that a crash leaves to the next opening of the engine.
 */
final class Import {
  private static final Logger LOG = LoggerFactory.getLogger(Import.class);

  private final FilledCreation creation;
  private final ArchivedParts parts;
  private final Volumes volumes;
  private final SealKey key;

  Import(FilledCreation creation, ArchivedParts parts, Volumes volumes, SealKey key) {
    this.creation = creation;
    this.parts = parts;
    this.volumes = volumes;
    this.key = key;
  }

  /** Makes one; after a failure nothing of it stays. */
  ContainerConfig run(ImportPlace place, Path archive, NewContainer wanted) {
    try {
      place.take();
      try {
        return create(place, wanted, unpacked(place, archive, key));
      } finally {
        place.giveBack();
      }
    } catch (IOException e) {
      throw GantryException.of(ErrorCode.STORAGE, "the checkpoint cannot be imported", e)
          .about("container", wanted.id());
    }
  }

  /** What an archive says it is. */
  ArchivedContainer inspect(ImportPlace place, Path archive) {
    return inspect(place, archive, key);
  }

  static ArchivedContainer inspect(ImportPlace place, Path archive, SealKey key) {
    try {
      place.take();
      try {
        return unpacked(place, archive, key);
      } finally {
        place.giveBack();
      }
    } catch (IOException e) {
      throw GantryException.of(ErrorCode.STORAGE, "the archive cannot be looked at", e);
    }
  }

  private static ArchivedContainer unpacked(ImportPlace place, Path archive, SealKey key)
      throws IOException {
    boolean genuine = unpack(place, archive, key);
    try (Directory content = Directory.open(place.content())) {
      ArchiveLayout.check(content);
      for (String needed : List.of(CheckpointFiles.CONFIG_DUMP, CheckpointFiles.SPEC_DUMP)) {
        if (!content.contains(needed)) {
          throw RefusedArchive.because("it has no " + needed);
        }
      }
    }
    if (!genuine) {
      throw RefusedArchive.because(
          "it was changed, or written by a node with another "
              + SealKey.FILE
              + ": give both nodes the same one");
    }
    return ConfigDump.read(place.content());
  }

  /** Unpacks it, whoever wrote it, and tells whether that was somebody with this node's key. */
  private static boolean unpack(ImportPlace place, Path archive, SealKey key) throws IOException {
    try (InputStream file = Files.newInputStream(archive);
        SealedInput plain = new SealedInput(Compression.decompress(file), key)) {
      TreeUnpack.into(place.content(), place.own(), plain);
      return plain.isGenuine();
    } catch (EOFException e) {
      throw RefusedArchive.because("it is cut off", e);
    } catch (GantryException e) {
      throw e.code() == ErrorCode.IMAGE_INVALID
          ? RefusedArchive.because(String.valueOf(e.getMessage()), e)
          : e;
    }
  }

  private ContainerConfig create(ImportPlace place, NewContainer wanted, ArchivedContainer archived)
      throws SyscallException {
    if (archived.preDump()) {
      throw RefusedArchive.because("it holds memory that was written ahead, and no processes");
    }
    ContainerSpec spec = Objects.requireNonNullElse(wanted.spec(), archived.spec());
    String name = Objects.requireNonNullElse(wanted.name(), archived.name());
    List<String> made = newVolumes(wanted.tenant(), spec, archived);
    place.note(new ImportPlace.Made(wanted.tenant(), made));
    boolean complete = false;
    try {
      ContainerConfig config =
          creation.create(
              new NewContainer(wanted.tenant(), wanted.id(), name, spec),
              container -> parts.fill(container, place.content(), archived, wanted.name() == null));
      complete = true;
      return config;
    } finally {
      if (!complete) {
        removeVolumes(wanted.tenant(), made);
      }
    }
  }

  /** The content of an archive is not mixed with what somebody has already. */
  private List<String> newVolumes(TenantId tenant, ContainerSpec spec, ArchivedContainer archived) {
    Set<String> existing =
        volumes.list(tenant).stream().map(VolumeRecord::name).collect(Collectors.toSet());
    Set<String> filled = Set.copyOf(archived.volumes());
    for (MountSpec mount : spec.mounts()) {
      if (isNamed(mount)
          && existing.contains(mount.source())
          && filled.contains(ArchivedParts.normal(mount.destination()))) {
        throw GantryException.of(
                ErrorCode.CONFLICT,
                "there is a volume of that name, and the archive holds another: remove it first, or"
                    + " export without volumes")
            .about("volume", String.valueOf(mount.source()));
      }
    }
    return spec.mounts().stream()
        .filter(mount -> isNamed(mount) && !existing.contains(mount.source()))
        .map(mount -> String.valueOf(mount.source()))
        .distinct()
        .toList();
  }

  private static boolean isNamed(MountSpec mount) {
    return mount.kind() == MountSpec.Kind.VOLUME && mount.source() != null;
  }

  /** Removes what an import has made; what is not there is fine. */
  void removeVolumes(TenantId tenant, List<String> names) {
    for (String name : names) {
      try {
        volumes.remove(tenant, name);
      } catch (GantryException e) {
        if (e.code() != ErrorCode.NO_SUCH_VOLUME) {
          LOG.warn("volume of an import stays volume={}", name, e);
        }
      }
    }
  }
}
