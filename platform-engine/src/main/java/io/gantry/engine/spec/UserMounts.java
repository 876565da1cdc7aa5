package io.gantry.engine.spec;

import io.gantry.api.container.MountSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.volume.VolumeMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a user asked to be mounted, without what the engine adds; each list in the user's order.
 *
 * @param volumes named and anonymous volumes
 * @param mounts all others, as the runtime has them
 */
public record UserMounts(List<VolumeMount> volumes, List<SpecMount> mounts) {
  private static final Logger LOG = LoggerFactory.getLogger(UserMounts.class);

  public UserMounts {
    volumes = List.copyOf(volumes);
    mounts = List.copyOf(mounts);
  }

  /** Sorts what a container's user asked for by the runtime spec of its newest run, if any. */
  public static UserMounts of(ContainerConfig config, List<VolumeMount> named) {
    List<String> asked =
        config.spec().mounts().stream().map(MountSpec::destination).distinct().toList();
    return sort(asked, named, mounts(config));
  }

  /**
   * Looks each destination up among the volumes, then among the mounts (USERVOLUMES-1). One found
   * in neither is left out with a warning (USERVOLUMES-2).
   */
  static UserMounts sort(List<String> asked, List<VolumeMount> named, List<SpecMount> mounts) {
    Map<String, VolumeMount> volumesAt = new LinkedHashMap<>();
    named.forEach(volume -> volumesAt.put(normal(volume.destination()), volume));
    Map<String, SpecMount> mountsAt = new LinkedHashMap<>();
    mounts.forEach(mount -> mountsAt.put(normal(mount.destination()), mount));
    List<VolumeMount> volumes = new ArrayList<>();
    List<SpecMount> others = new ArrayList<>();
    for (String destination : asked) {
      VolumeMount volume = volumesAt.get(normal(destination));
      SpecMount mount = mountsAt.get(normal(destination));
      if (volume != null) {
        volumes.add(volume);
      } else if (mount != null) {
        others.add(mount);
      } else {
        LOG.atWarn().addKeyValue("destination", destination).log("nothing is mounted there");
      }
    }
    return new UserMounts(volumes, others);
  }

  private static List<SpecMount> mounts(ContainerConfig config) {
    Path file = config.staticDir().resolve(RuntimeSpec.FILE);
    try {
      JsonNode spec = JsonMapper.shared().readTree(Files.readAllBytes(file));
      return spec.path("mounts").valueStream().map(UserMounts::mount).toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw GantryException.of(ErrorCode.INTERNAL, "its runtime spec cannot be read", e)
          .about("container", config.id());
    }
  }

  private static SpecMount mount(JsonNode node) {
    return new SpecMount(
        node.path("destination").asString(""),
        node.path("type").asString(""),
        node.path("source").asString(""),
        node.path("options").valueStream().map(JsonNode::asString).toList());
  }

  private static String normal(String destination) {
    return Path.of("/").resolve(destination).normalize().toString();
  }
}
