package io.gantry.api.node;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.TenantId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stream the control plane asks the node to dial: one WebSocket at {@code path}, opened with the
 * one-time ticket.
 *
 * @param path absolute path on the control plane's address, replica included
 * @param parameters by kind: {@code follow tail since until timestamps} for LOGS, {@code command
 *     tty user workingDirectory env} for EXEC, {@code reference} for the image kinds
 */
public record StreamRequest(
    String id,
    String ticket,
    String path,
    Kind kind,
    TenantId tenant,
    @Nullable ContainerId container,
    Map<String, Object> parameters) {
  /**
   * What the stream is for: what runs over it, or what the node is asked to do and answers with a
   * {@link StreamControl.Type#RESULT}.
   */
  public enum Kind {
    LOGS,
    ATTACH,
    EXEC,
    STATS,
    /** The client's bytes are a rootfs tar. */
    IMAGE_IMPORT,
    /** The client's bytes are a docker-archive or an OCI layout. */
    IMAGE_LOAD,
    IMAGE_SAVE,
    IMAGE_PULL,
    IMAGE_PUSH,
    IMAGE_TAG,
    IMAGE_REMOVE,
    IMAGE_PRUNE,
    IMAGE_INSPECT,
    VOLUME_CREATE,
    VOLUME_REMOVE
  }

  public StreamRequest {
    parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
  }
}
