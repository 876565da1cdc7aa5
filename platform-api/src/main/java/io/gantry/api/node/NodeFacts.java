package io.gantry.api.node;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a node is and has.
 *
 * @param versions program to version: {@code agent runc crun conmon netavark kernel}
 * @param ceiling what the node's owner allows: {@code privileged hostPaths hostNamespaces}
 */
public record NodeFacts(
    String hostname,
    String architecture,
    int processors,
    long memoryBytes,
    long diskBytes,
    long diskFreeBytes,
    String cgroups,
    Map<String, String> versions,
    Map<String, Boolean> ceiling,
    @Nullable String bootId) {
  public NodeFacts {
    versions = versions == null ? Map.of() : Map.copyOf(versions);
    ceiling = ceiling == null ? Map.of() : Map.copyOf(ceiling);
  }
}
