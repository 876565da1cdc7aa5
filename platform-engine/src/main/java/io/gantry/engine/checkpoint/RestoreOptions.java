package io.gantry.engine.checkpoint;

import java.util.ArrayList;
import java.util.List;

/**
 * How a container is brought back.
 *
 * @param tcpEstablished whether open TCP connections come back; they need the addresses they had
 * @param fileLocks whether file locks come back
 * @param keepsFiles whether the checkpoint stays in the bundle and can be restored again
 * @param ignoresAddresses whether it may get other addresses on its networks than it had; its MACs
 *     follow from them
 */
public record RestoreOptions(
    boolean tcpEstablished, boolean fileLocks, boolean keepsFiles, boolean ignoresAddresses) {

  /** Addresses as they were, and nothing besides. */
  public static final RestoreOptions DEFAULT = new RestoreOptions(false, false, false, false);

  /** The same, with open TCP connections. */
  public RestoreOptions withConnections() {
    return new RestoreOptions(true, fileLocks, keepsFiles, ignoresAddresses);
  }

  /** The same, with file locks. */
  public RestoreOptions withFileLocks() {
    return new RestoreOptions(tcpEstablished, true, keepsFiles, ignoresAddresses);
  }

  /** The same, and the checkpoint stays. */
  public RestoreOptions keepingFiles() {
    return new RestoreOptions(tcpEstablished, fileLocks, true, ignoresAddresses);
  }

  /** The same, at any addresses. */
  public RestoreOptions ignoringAddresses() {
    return new RestoreOptions(tcpEstablished, fileLocks, keepsFiles, true);
  }

  /** In the runtime's words. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    if (tcpEstablished) {
      arguments.add("--tcp-established");
    }
    if (fileLocks) {
      arguments.add("--file-locks");
    }
    return arguments;
  }
}
