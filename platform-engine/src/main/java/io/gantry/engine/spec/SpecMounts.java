package io.gantry.engine.spec;

import io.gantry.api.container.MountSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.supervisor.Supervisor;
import io.gantry.engine.volume.VolumeMount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All mounts of a container: defaults, the engine's files, volumes and what the user asked for. A
 * user's mount takes the place of any other at the same destination; parents come before children
 * (OCISPEC-10, OCISPEC-11, USERVOLUMES-3).
 */
final class SpecMounts {
  private static final String DEV = "/dev";
  private static final String SHM = "/dev/shm";

  /** Such a mount's source is made too: an overlay over the path, or the path with other ids. */
  private static final Set<String> MADE = Set.of("O", "idmap");

  /** Files of the engine that no container may change. */
  private static final Set<String> READ_ONLY =
      Set.of(CommandLine.INIT, Supervisor.DIRECTORY_IN_CONTAINER);

  private final SpecRequest request;

  SpecMounts(SpecRequest request) {
    this.request = request;
  }

  List<SpecMount> list() {
    Map<String, SpecMount> asked = asked();
    Map<String, SpecMount> mounts = new LinkedHashMap<>();
    for (SpecMount mount : new DefaultMounts(request).list()) {
      if (!asked.containsKey(DEV) || !MountDestination.isBelow(mount.destination(), DEV)) {
        mounts.put(mount.destination(), mount);
      }
    }
    request.engineMounts().forEach((to, from) -> mounts.put(to, engineFile(to, from)));
    mounts.putAll(asked);
    List<SpecMount> sorted = new ArrayList<>(mounts.values());
    sorted.sort(Comparator.comparingInt(SpecMount::depth));
    return sorted;
  }

  private Map<String, SpecMount> asked() {
    Map<String, SpecMount> asked = new LinkedHashMap<>();
    for (VolumeMount volume : request.volumes()) {
      add(asked, volume(volume));
    }
    for (MountSpec mount : request.config().spec().mounts()) {
      switch (mount.kind()) {
        case VOLUME, IMAGE -> {
          // Its source is made by the rooms below, and comes with the request.
        }
        case BIND -> {
          if (MADE.stream().noneMatch(mount.options()::contains)) {
            add(asked, bind(mount));
          }
        }
        case TMPFS -> add(asked, tmpfs(mount));
      }
    }
    return asked;
  }

  private static void add(Map<String, SpecMount> asked, SpecMount mount) {
    if (asked.put(mount.destination(), mount) != null) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT,
          "two mounts share the destination %s: leave one out".formatted(mount.destination()));
    }
  }

  private SpecMount engineFile(String destination, Path source) {
    List<String> options = new ArrayList<>(List.of("bind", "rprivate"));
    if (request.config().spec().security().readOnlyRoot() && !destination.equals(SHM)) {
      options.addAll(List.of("ro", "nosuid", "noexec", "nodev"));
    }
    if (READ_ONLY.contains(destination)) {
      return new SpecMount(
          destination, "bind", source.toString(), List.of("bind", "rprivate", "ro"));
    }
    return new SpecMount(destination, "bind", source.toString(), options);
  }

  private static SpecMount volume(VolumeMount volume) {
    String destination = MountDestination.normalize(volume.destination());
    MountOptions options = new MountOptions(destination);
    if (volume.readOnly()) {
      options.bind(List.of("ro"));
    }
    options.bind(volume.options()).orElse("rw").orElse("rbind").orElse("rprivate").orElse("nodev");
    return new SpecMount(destination, "bind", volume.source().toString(), options.list());
  }

  private static SpecMount bind(MountSpec mount) {
    String destination = MountDestination.normalize(mount.destination());
    Path source = hostPath(mount);
    MountOptions options = new MountOptions(destination);
    if (mount.readOnly()) {
      options.bind(List.of("ro"));
    }
    options.bind(mount.options()).orElse("rw").orElse("rbind").orElse("rprivate");
    SourceFlags.of(source).forEach(options::orElse);
    return new SpecMount(destination, "bind", source.toString(), options.list());
  }

  private static Path hostPath(MountSpec mount) {
    String source = mount.source() == null ? "" : mount.source();
    if (!source.startsWith("/") || source.chars().anyMatch(Character::isISOControl)) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT,
          "the source of mount %s is an absolute path of the host".formatted(mount.destination()));
    }
    return Path.of(source);
  }

  private static SpecMount tmpfs(MountSpec mount) {
    String destination = MountDestination.normalize(mount.destination());
    MountOptions options = new MountOptions(destination);
    if (mount.readOnly()) {
      options.tmpfs(List.of("ro"));
    }
    options.tmpfs(mount.options()).orElse("rw").orElse("rprivate").orElse("tmpcopyup", "copyup");
    if (!destination.equals(DEV)) {
      options.orElse("noexec").orElse("nosuid").orElse("nodev");
    }
    return new SpecMount(destination, "tmpfs", "tmpfs", options.list());
  }
}
