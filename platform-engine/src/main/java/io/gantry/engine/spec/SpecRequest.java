package io.gantry.engine.spec;

import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.volume.VolumeMount;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one run's spec is made from.
 *
 * @param root the mounted root file system
 * @param hostname what the container calls itself
 * @param namespaces type to file of the namespaces that exist already; the runtime makes the others
 * @param engineMounts destination to source of the engine's own files, as {@code /etc/hosts}
 * @param volumes the named volumes, mounted
 * @param cgroupPath absolute, below the engine's own
 */
public record SpecRequest(
    ContainerConfig config,
    Path root,
    ResolvedUser user,
    String hostname,
    Map<String, Path> namespaces,
    Map<String, Path> engineMounts,
    List<VolumeMount> volumes,
    String cgroupPath,
    HostFacts host) {
  public SpecRequest {
    namespaces = Map.copyOf(namespaces);
    engineMounts = new LinkedHashMap<>(engineMounts);
    volumes = List.copyOf(volumes);
  }
}
