package io.gantry.engine.mount;

import io.gantry.api.container.MountSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.FileStatus;
import io.gantry.engine.linux.HostPaths;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.linux.TreeWalk;
import io.gantry.engine.selinux.ContainerLabels;
import io.gantry.engine.selinux.FileLabels;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.volume.VolumeMount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Labels and owns what users mount with {@code z}, {@code Z} or {@code U}, with all that is in it:
 * at a container's first initialisation always, later only if the top is not so any more
 * (LABELS-4). The top is done last, so what was cut off is done again.
 */
final class UserSources {
  private static final String SHARED = "z";
  private static final String OWN = "Z";
  private static final String OWNED = "U";
  private static final Set<Path> KERNEL =
      Set.of(Path.of("/dev"), Path.of("/proc"), Path.of("/sys"));
  private static final Set<Path> SYSTEM =
      Stream.of(
              "/etc/group /etc/passwd /etc/pki /etc/shadow /etc/ssh /etc/ssl",
              "/usr/bin /usr/lib /usr/lib64 /usr/local /usr/sbin /usr/share",
              "/var/cache /var/lib /var/log /var/run /var/spool /var/tmp")
          .flatMap(line -> Stream.of(line.split(" ", -1)))
          .map(Path::of)
          .collect(Collectors.toSet());

  private static final Logger LOG = LoggerFactory.getLogger(UserSources.class);
  private static final long STEP = 10_000;

  private final FileLabels labels;
  private final HostPaths hostPaths;
  private final ContainerConfig config;
  private final boolean first;
  private long given;

  /**
   * @param first whether the container is initialised for the first time
   */
  UserSources(FileLabels labels, HostPaths hostPaths, ContainerConfig config, boolean first) {
    this.labels = labels;
    this.hostPaths = hostPaths;
    this.config = config;
    this.first = first;
  }

  /** A directory or file that is mounted. */
  private record Source(Path path, List<String> options) {
    boolean has(String option) {
      return options.contains(option);
    }
  }

  /** Works on a name in an open directory. */
  @FunctionalInterface
  private interface Work {
    void on(Directory parent, String name) throws SyscallException;
  }

  /**
   * Does it.
   *
   * @param volumes the container's volumes and overlays as they are mounted
   * @param uid of the host, as gid
   * @throws GantryException INVALID_ARGUMENT for a directory of the host's system, TIMEOUT for a
   *     source that does not answer, before the runtime would wait for it
   */
  void prepare(List<VolumeMount> volumes, int uid, int gid) {
    for (Source source : sources(volumes)) {
      requireAnswer(source.path());
      if (source.has(SHARED)) {
        at(source.path(), (parent, name) -> label(parent, name, ContainerLabels.shared()));
      } else if (source.has(OWN)) {
        at(source.path(), (parent, name) -> label(parent, name, own()));
      }
      if (source.has(OWNED)) {
        at(source.path(), (parent, name) -> give(parent, name, uid, gid));
      }
    }
  }

  private void requireAnswer(Path source) {
    try {
      boolean unused = hostPaths.exist(source);
    } catch (GantryException e) {
      throw e.about("container", config.id());
    }
  }

  /** Volumes as they are mounted, and the host's paths; an overlay is among the former. */
  private List<Source> sources(List<VolumeMount> volumes) {
    Stream<Source> paths =
        config.spec().mounts().stream()
            .filter(mount -> mount.kind() == MountSpec.Kind.BIND)
            .filter(mount -> !OverlayVolumes.isOverlay(mount))
            .map(mount -> new Source(Path.of(String.valueOf(mount.source())), mount.options()));
    return Stream.concat(
            volumes.stream().map(volume -> new Source(volume.source(), volume.options())), paths)
        .toList();
  }

  private String own() {
    return ContainerLabels.of(config).mount();
  }

  private void label(Directory parent, String name, String label) throws SyscallException {
    if (labels.writes(label) && (first || !labels.get(parent, name).equals(label))) {
      labels.setTree(parent, name, label);
    }
  }

  private void give(Directory parent, String name, int uid, int gid) throws SyscallException {
    FileStatus top = parent.status(name);
    if (first || top.uid() != uid || top.gid() != gid) {
      TreeWalk.childrenFirst(
          parent,
          name,
          (directory, child) -> {
            directory.setOwner(child, uid, gid);
            tell();
          });
    }
  }

  private void tell() {
    if (++given % STEP == 0) {
      LOG.atInfo()
          .addKeyValue("container", config.id())
          .addKeyValue("files", given)
          .log("files change their owners");
    }
  }

  private void at(Path source, Work work) {
    try {
      Path real = source.toRealPath();
      requireUsers(real);
      try (Directory parent = Directory.open(real.resolveSibling(""))) {
        work.on(parent, String.valueOf(real.getFileName()));
      }
    } catch (IOException e) {
      ErrorCode code = e instanceof SyscallException failed ? failed.code() : ErrorCode.STORAGE;
      throw GantryException.of(code, "what it mounts cannot be labelled or given to its user", e)
          .about("container", config.id());
    }
  }

  /** Nobody means the whole of these, and the host would not survive it. */
  private void requireUsers(Path real) {
    if (real.getNameCount() < 2
        || KERNEL.stream().anyMatch(real::startsWith)
        || SYSTEM.contains(real)) {
      throw GantryException.of(
              ErrorCode.INVALID_ARGUMENT,
              "%s is the host's, z, Z and U are not for it: mount a directory of your own"
                  .formatted(real))
          .about("container", config.id());
    }
  }
}
