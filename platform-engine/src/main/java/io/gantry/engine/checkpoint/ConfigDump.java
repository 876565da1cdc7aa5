package io.gantry.engine.checkpoint;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.engine.linux.AtomicFile;
import io.gantry.engine.linux.SafePath;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.state.ContainerConfig;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The containers' config as it goes into an archive and comes out of one (CHECKPOINT-2). */
final class ConfigDump {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();
  private static final int MAXIMUM_BYTES = 1 << 20;
  private static final int PERMISSIONS = 0600;

  private ConfigDump() {}

  /** What is said of a container; the container's own config stays as it is. */
  static ArchivedContainer of(ContainerConfig config, List<String> volumes, boolean preDump) {
    return new ArchivedContainer(
        config.name(), portable(config), config.image().layers(), volumes, preDump);
  }

  /** A container made of it has an id of its own, and is not to answer to this one's. */
  private static ContainerSpec portable(ContainerConfig config) {
    NetworkSpec network = config.spec().network();
    List<String> aliases =
        network.aliases().stream().filter(name -> !name.equals(config.id().shortId())).toList();
    return config.spec().toBuilder().network(network.withAliases(aliases)).build();
  }

  static void write(Path directory, ArchivedContainer archived) throws SyscallException {
    AtomicFile.write(
        directory.resolve(CheckpointFiles.CONFIG_DUMP),
        JSON.writeValueAsBytes(archived),
        PERMISSIONS);
  }

  /**
   * Reads what somebody has written.
   *
   * @throws io.gantry.api.error.GantryException INVALID_ARGUMENT if it is none
   */
  static ArchivedContainer read(Path directory) throws SyscallException {
    try (SafePath root = SafePath.root(directory)) {
      return parse(root.readRegularFile(CheckpointFiles.CONFIG_DUMP, MAXIMUM_BYTES));
    }
  }

  /** The same for what was read of it. */
  static ArchivedContainer parse(byte[] content) {
    try {
      ArchivedContainer archived = JSON.readValue(content, ArchivedContainer.class);
      if (archived == null || archived.name() == null || archived.spec() == null) {
        throw RefusedArchive.because("its config.dump names no container");
      }
      if (!archived.volumes().stream().allMatch(ConfigDump::isAbsolute)) {
        throw RefusedArchive.because("a volume in its config.dump is no absolute path");
      }
      return archived;
    } catch (JacksonException e) {
      throw RefusedArchive.because("its config.dump is malformed", e);
    }
  }

  private static boolean isAbsolute(String destination) {
    return destination.startsWith("/") && destination.indexOf('\0') < 0;
  }
}
