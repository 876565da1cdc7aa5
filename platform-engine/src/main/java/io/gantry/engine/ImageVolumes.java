package io.gantry.engine;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.image.ImageConfig;
import io.gantry.api.image.ImageDetail;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a new container has where its image wants a volume and its user mounts nothing
 * (USERVOLUMES-6).
 */
public enum ImageVolumes {
  /** An anonymous volume, filled from the image. */
  VOLUME,
  /** A tmpfs, filled from the image at each start and gone with the run. */
  TMPFS,
  /** What the image has there, in the container's own layer. */
  IGNORE;

  /** The spec with what comes for the image's volumes. */
  ContainerSpec complete(ContainerSpec spec, ImageDetail image) {
    return switch (this) {
      case VOLUME, IGNORE -> spec;
      case TMPFS ->
          spec.toBuilder()
              .mounts(
                  Stream.concat(spec.mounts().stream(), memory(spec, image))
                      .toArray(MountSpec[]::new))
              .build();
    };
  }

  private static Stream<MountSpec> memory(ContainerSpec spec, ImageDetail image) {
    Set<Path> mounted =
        spec.mounts().stream()
            .map(mount -> normal(mount.destination()))
            .collect(Collectors.toSet());
    return image.config().volumes().stream()
        .map(ImageVolumes::normal)
        .distinct()
        .filter(destination -> !mounted.contains(destination))
        .map(
            destination ->
                new MountSpec(
                    MountSpec.Kind.TMPFS, null, destination.toString(), false, List.of("exec")));
  }

  private static Path normal(String destination) {
    return Path.of("/").resolve(destination).normalize();
  }

  /** The image, without volumes that are not made. */
  ImageDetail reduce(ImageDetail image) {
    return switch (this) {
      case VOLUME -> image;
      case TMPFS, IGNORE -> {
        ImageConfig config = image.config();
        yield new ImageDetail(
            image.id(),
            image.manifest(),
            image.names(),
            new ImageConfig(
                config.entrypoint(),
                config.command(),
                config.environment(),
                config.workingDirectory(),
                config.user(),
                config.stopSignal(),
                List.of(),
                config.labels(),
                config.health()),
            image.layers(),
            image.architecture(),
            image.os(),
            image.createdAt(),
            image.sizeBytes());
      }
    };
  }
}
