package io.gantry.engine.mount;

import io.gantry.api.container.MountSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Errno;
import io.gantry.engine.linux.IdMappedMount;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.volume.VolumeMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Volumes and paths of the host that are mounted with {@code idmap}: a container with ids of its
 * own sees their files with the owners they have on the disk, and what it makes there belongs to
 * its ids as they are inside (USERVOLUMES-5). So containers with different ids share them. What is
 * mounted below the source is not seen.
 */
final class IdMappedSources {
  private static final String IDMAP = "idmap";
  private static final Set<Errno> CANNOT =
      Set.of(Errno.EINVAL, Errno.EPERM, Errno.ENOSYS, Errno.EOPNOTSUPP);

  private IdMappedSources() {}

  /**
   * Mounts them; one that is mounted stays.
   *
   * @param volumes where the container's volumes are
   * @throws GantryException UNSUPPORTED if kernel or file system cannot, INVALID_ARGUMENT for a
   *     path that is not there
   */
  static void mount(ContainerConfig config, List<VolumeMount> volumes) {
    if (!config.ids().sameAsHost()) {
      for (VolumeMount source : asked(config, volumes)) {
        mount(config, source);
      }
    }
  }

  private static void mount(ContainerConfig config, VolumeMount source) {
    BundleMounts mounts = in(config.staticDir());
    String destination = source.destination();
    if (!Files.exists(source.source())) {
      throw GantryException.of(
              ErrorCode.INVALID_ARGUMENT,
              "the source of mount %s is not there: make it first".formatted(destination))
          .about("container", config.id());
    }
    try {
      if (!mounts.isMounted(destination)) {
        Path target = mounts.make(destination, Files.isDirectory(source.source()));
        IdMappedMount.mount(Map.of(target, source.source()), config.ids());
      }
    } catch (SyscallException e) {
      throw CANNOT.stream().anyMatch(e::is)
          ? unsupported(config, destination, e)
          : failure(config, destination, e.code(), e);
    } catch (IOException e) {
      throw failure(config, destination, ErrorCode.STORAGE, e);
    }
  }

  /** Volumes with the option, and paths of the host, which are like volumes from here on. */
  private static List<VolumeMount> asked(ContainerConfig config, List<VolumeMount> volumes) {
    List<VolumeMount> asked = new ArrayList<>();
    volumes.stream().filter(volume -> volume.options().contains(IDMAP)).forEach(asked::add);
    config.spec().mounts().stream()
        .filter(IdMappedSources::isPath)
        .map(
            mount ->
                new VolumeMount(
                    Path.of(String.valueOf(mount.source())),
                    mount.destination(),
                    mount.readOnly(),
                    mount.options()))
        .forEach(asked::add);
    return asked;
  }

  private static boolean isPath(MountSpec mount) {
    return mount.kind() == MountSpec.Kind.BIND && mount.options().contains(IDMAP);
  }

  /** All sources for the runtime spec: these mounts in the place of what they show. */
  static List<VolumeMount> sources(ContainerConfig config, List<VolumeMount> volumes) {
    List<VolumeMount> sources = new ArrayList<>(volumes);
    sources.removeIf(volume -> volume.options().contains(IDMAP));
    for (VolumeMount asked : asked(config, volumes)) {
      Path source =
          config.ids().sameAsHost()
              ? asked.source()
              : in(config.staticDir()).place(asked.destination());
      sources.add(new VolumeMount(source, asked.destination(), asked.readOnly(), asked.options()));
    }
    return sources;
  }

  /** Unmounts all there are in the bundle. */
  static void unmount(Path bundle) throws IOException {
    in(bundle).unmount();
  }

  private static BundleMounts in(Path bundle) {
    return new BundleMounts(bundle.resolve("idmapped"));
  }

  private static GantryException unsupported(
      ContainerConfig config, String destination, SyscallException cause) {
    return GantryException.of(
            ErrorCode.UNSUPPORTED,
            "the kernel or the file system of mount %s has no idmapped mounts: use the option U,"
                    .formatted(destination)
                + " which gives the files to the container",
            cause)
        .about("container", config.id());
  }

  private static GantryException failure(
      ContainerConfig config, String destination, ErrorCode code, IOException cause) {
    return GantryException.of(
            code, "mount %s cannot be shown with the container's ids".formatted(destination), cause)
        .about("container", config.id());
  }
}
