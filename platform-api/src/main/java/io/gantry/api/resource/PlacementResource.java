package io.gantry.api.resource;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes could take a container now, and why the others could not.
 *
 * @param node name of the one that would be chosen; absent if none could take it
 * @param nodes the chosen one first, then the others in the order they would be chosen, then those
 *     that could not, by name
 * @param more whether there are further nodes that are not listed
 */
public record PlacementResource(@Nullable String node, List<Fit> nodes, boolean more) {
  public PlacementResource {
    nodes = List.copyOf(nodes);
  }

  /**
   * One node.
   *
   * @param obstacles what stands against it; empty if it could take the container
   * @param hasImage whether it holds the image already, for which it is preferred
   */
  public record Fit(String node, List<Obstacle> obstacles, boolean hasImage) {
    public Fit {
      obstacles = List.copyOf(obstacles);
    }
  }

  /** What keeps a node from taking a container. */
  public enum Obstacle {
    /** Not heard of for too long. */
    LOST,
    /** An operator lets it have nothing new. */
    DRAINING,
    /** Less memory is left than {@code resources.memoryBytes}. */
    MEMORY,
    /** A port the container publishes is taken. */
    PORTS,
    /** Its owner does not allow what the spec asks of the host. */
    CEILING,
    /**
     * The container is bound to another node: the one named, that of a volume or of a container.
     */
    BOUND_ELSEWHERE
  }
}
