package io.gantry.engine.spec;

import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.volume.VolumeMount;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one run's spec is made from.
 *
 * @param root the mounted root file system
 * @param networkNamespace file of the namespace; absent with the host's network, and where the
 *     runtime makes one without links
 * @param engineMounts destination to source of the engine's own files, as {@code /etc/hosts}
 * @param volumes the named volumes, mounted
 * @param cgroupPath absolute, below the engine's own
 */
public record SpecRequest(
    ContainerConfig config,
    Path root,
    ResolvedUser user,
    @Nullable Path networkNamespace,
    Map<String, Path> engineMounts,
    List<VolumeMount> volumes,
    String cgroupPath,
    HostFacts host) {
  public SpecRequest {
    engineMounts = new LinkedHashMap<>(engineMounts);
    volumes = List.copyOf(volumes);
  }
}
