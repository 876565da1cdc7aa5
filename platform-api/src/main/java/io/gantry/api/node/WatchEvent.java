package io.gantry.api.node;

import io.gantry.api.container.ContainerId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a node's watch (newline-delimited JSON). A watch begins with {@link Type#LIST}, the
 * whole of what should be, unless the node's resource version is still kept; then only what changed
 * since follows.
 */
public record WatchEvent(
    Type type,
    long resourceVersion,
    List<Assignment> assignments,
    @Nullable ContainerId container,
    @Nullable StreamRequest stream) {
  /** What a line says; the components it has depend on this. */
  public enum Type {
    /** All assignments; what the node has besides is not wanted. */
    LIST,
    /** Assignments that are new or changed. */
    CHANGED,
    /** One assignment that no longer exists. */
    GONE,
    /** A stream to dial. */
    STREAM,
    /** Nothing happened; the connection lives. */
    BOOKMARK
  }

  public WatchEvent {
    assignments = assignments == null ? List.of() : List.copyOf(assignments);
  }
}
