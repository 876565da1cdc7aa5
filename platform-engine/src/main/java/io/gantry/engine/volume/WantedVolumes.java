package io.gantry.engine.volume;

import io.gantry.api.container.MountSpec;
import io.gantry.engine.state.ContainerConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a container's spec and image say about volumes. */
final class WantedVolumes {
  private WantedVolumes() {}

  /** Destination to name; no name for the anonymous volumes of the image. */
  static Map<String, Optional<String>> of(ContainerConfig config) {
    Map<String, Optional<String>> wanted = new LinkedHashMap<>();
    for (MountSpec mount : config.spec().mounts()) {
      if (mount.kind() == MountSpec.Kind.VOLUME) {
        wanted.put(normal(mount.destination()), Optional.ofNullable(mount.source()));
      }
    }
    Set<String> mounted =
        config.spec().mounts().stream()
            .map(mount -> normal(mount.destination()))
            .collect(Collectors.toSet());
    for (String destination : config.image().config().volumes()) {
      if (!mounted.contains(normal(destination))) {
        wanted.putIfAbsent(normal(destination), Optional.empty());
      }
    }
    return wanted;
  }

  /** The spec's mounts by their destinations; an anonymous volume of the image has none. */
  static Map<String, MountSpec> mounts(ContainerConfig config) {
    Map<String, MountSpec> mounts = new LinkedHashMap<>();
    config.spec().mounts().forEach(mount -> mounts.put(normal(mount.destination()), mount));
    return mounts;
  }

  private static String normal(String destination) {
    return Path.of("/").resolve(destination).normalize().toString();
  }
}
