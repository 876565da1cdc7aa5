package io.gantry.engine.checkpoint;

import io.gantry.engine.linux.AtomicFile;
import io.gantry.engine.linux.SafePath;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.state.NetworkAttachment;
import java.nio.file.Files;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** How a container was connected when it was written to the disk (CHECKPOINT-7). */
final class NetworkStatus {
  private static final int MAXIMUM_BYTES = 1 << 20;
  private static final int PERMISSIONS = 0600;

  private NetworkStatus() {}

  /** Writes it down; a container without a network of its own has none. */
  static void keep(CheckpointFiles files, @Nullable NetworkAttachment network)
      throws SyscallException {
    if (network != null) {
      byte[] content = JsonMapper.shared().writeValueAsBytes(network);
      AtomicFile.write(files.file(CheckpointFiles.NETWORK), content, PERMISSIONS);
    }
  }

  /** Empty if there is none that can be read: the container gets new addresses then. */
  static Optional<NetworkAttachment> read(CheckpointFiles files) throws SyscallException {
    if (!Files.exists(files.file(CheckpointFiles.NETWORK))) {
      return Optional.empty();
    }
    try (SafePath bundle = SafePath.root(files.bundle())) {
      return parse(bundle.readRegularFile(CheckpointFiles.NETWORK, MAXIMUM_BYTES));
    }
  }

  /** The same for what was read of it. */
  static Optional<NetworkAttachment> parse(byte[] content) {
    try {
      return Optional.ofNullable(JsonMapper.shared().readValue(content, NetworkAttachment.class));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }
}
