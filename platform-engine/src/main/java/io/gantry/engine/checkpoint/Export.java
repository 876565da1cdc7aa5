package io.gantry.engine.checkpoint;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.AtomicFile;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.storage.ContainerExport;
import io.gantry.engine.storage.ContainerStorage;
import io.gantry.engine.volume.VolumeMount;
import io.gantry.engine.volume.Volumes;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the archive of a checkpoint (CHECKPOINT-8): what lies in the bundle because of it, and
 * archives of the container's files made for this. No secret's file is among them; what the
 * processes had read of secrets is in their memory.
 */
final class Export {
  static final String ROOT_DIFFERENCE = "rootfs-diff.tar";
  static final String DELETED = "deleted.files";
  static final String LOG = "ctr.log";
  static final String ARTIFACTS = "artifacts";

  private static final int BUFFER = 64 * 1024;
  private static final int PERMISSIONS = 0600;
  private static final Set<String> ALWAYS =
      Set.of(
          ARTIFACTS,
          LOG,
          CheckpointFiles.SHARED_MEMORY,
          CheckpointFiles.NETWORK,
          CheckpointFiles.CONFIG_DUMP,
          CheckpointFiles.SPEC_DUMP,
          CheckpointFiles.DUMP_STATISTICS,
          CheckpointFiles.IMAGES,
          CheckpointFiles.PREVIOUS,
          CheckpointFiles.VOLUMES,
          ROOT_DIFFERENCE,
          DELETED);

  private final ContainerStorage storage;
  private final Volumes volumes;
  private final SealKey key;

  Export(ContainerStorage storage, Volumes volumes, SealKey key) {
    this.storage = storage;
    this.volumes = volumes;
    this.key = key;
  }

  /** Whether an archive holds something of this name. */
  static boolean isKnown(String name) {
    return ALWAYS.contains(name);
  }

  /**
   * Writes it; the processes are written already, and nothing of the container changes meanwhile.
   *
   * @throws GantryException NO_SPACE, STORAGE
   */
  void write(ContainerConfig config, ArchiveTarget target, boolean preDump) {
    CheckpointFiles files = CheckpointFiles.of(config);
    try {
      removeParts(files);
      List<VolumeMount> mounts =
          target.withVolumes() && !preDump ? volumes.ofContainers().mounts(config) : List.of();
      writeConfig(config, files, mounts, preDump);
      if (target.withRoot() && !preDump && !config.spec().root().external()) {
        writeRoot(config.id(), files);
      }
      writeVolumes(config.id(), files, mounts);
      writeArchive(config.id(), files, target);
    } catch (IOException e) {
      throw GantryException.of(ErrorCode.STORAGE, "the checkpoint cannot be exported", e)
          .about("container", config.id());
    } finally {
      Tidying.quietly(config, () -> removeParts(files));
    }
  }

  private static void removeParts(CheckpointFiles files) {
    files.remove(List.of(ROOT_DIFFERENCE, DELETED, CheckpointFiles.VOLUMES));
  }

  private static void writeConfig(
      ContainerConfig config, CheckpointFiles files, List<VolumeMount> mounts, boolean preDump)
      throws IOException {
    List<String> destinations = mounts.stream().map(VolumeMount::destination).toList();
    ConfigDump.write(files.bundle(), ConfigDump.of(config, destinations, preDump));
    AtomicFile.write(
        files.file(CheckpointFiles.SPEC_DUMP),
        Files.readAllBytes(files.file("config.json")),
        PERMISSIONS);
  }

  private void writeRoot(ContainerId id, CheckpointFiles files) throws IOException {
    List<String> deleted = new ArrayList<>();
    ContainerExport.toFile(
        id,
        files.file(ROOT_DIFFERENCE),
        archive -> deleted.addAll(storage.writeDifference(id, archive)));
    AtomicFile.write(
        files.file(DELETED), JsonMapper.shared().writeValueAsBytes(deleted), PERMISSIONS);
  }

  /** Named by their order: a volume's name is its user's. */
  private static void writeVolumes(ContainerId id, CheckpointFiles files, List<VolumeMount> mounts)
      throws IOException {
    Path directory = files.file(CheckpointFiles.VOLUMES);
    Files.createDirectory(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    for (int i = 0; i < mounts.size(); i++) {
      Path source = mounts.get(i).source();
      ContainerExport.toFile(
          id, directory.resolve(i + ".tar"), archive -> ContainerExport.write(id, source, archive));
    }
  }

  private void writeArchive(ContainerId id, CheckpointFiles files, ArchiveTarget target) {
    ContainerExport.toFile(
        id,
        target.file(),
        file -> {
          try (OutputStream compressed = target.compression().compress(new KeptOpen(file));
              SealedOutput out =
                  new SealedOutput(new BufferedOutputStream(compressed, BUFFER), key)) {
            ContainerExport.write(id, files.bundle(), Export::isKnown, out);
            out.seal();
          } catch (IOException e) {
            throw GantryException.of(
                    ErrorCode.STORAGE, "the checkpoint cannot be exported: " + e.getMessage(), e)
                .about("container", id);
          }
        });
  }
}
