package io.gantry.engine.volume;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.image.Digest;
import io.gantry.api.image.ImageConfig;
import io.gantry.api.image.ImageDetail;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.Database;
import io.gantry.engine.state.Reserve;
import io.gantry.engine.volume.origin.Origins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

/** Volumes on a directory of their own, with one image. */
final class VolumeRoom implements AutoCloseable {
  static final TenantId TENANT = TenantId.DEFAULT;
  static final Digest IMAGE = new Digest("sha256:" + "0".repeat(64));
  static final Instant NOW = Instant.parse("2030-01-02T03:04:05Z");

  final Path home;

  /** The files of the image, and the root of every container. */
  final Path image;

  final Volumes volumes;
  final ContainerVolumes containers;

  private final SecureRandom random = new SecureRandom();
  private final Database database;

  VolumeRoom(Path directory) throws IOException {
    home = directory.resolve("home");
    image = Files.createDirectories(directory.resolve("image"));
    database =
        Database.open(home.resolve("db"), new Reserve(home.resolve("r"), 0), Volumes.schema());
    volumes =
        new Volumes(database, home, Clock.fixed(NOW, ZoneOffset.UTC), random, new RootSeeds(image));
    containers = volumes.ofContainers();
  }

  /** A container that has the volume {@code data} at this destination. */
  ContainerConfig container(String destination) {
    return container(
        ContainerSpec.builder("busybox")
            .mounts(new MountSpec(MountSpec.Kind.VOLUME, "data", destination, false, List.of())));
  }

  ContainerConfig container(ContainerSpec.Builder spec) {
    ContainerId id = ContainerId.random(random);
    ContainerConfig config =
        new ContainerConfig(
            id,
            TENANT,
            "web",
            spec.build(),
            new ImageDetail(
                IMAGE,
                null,
                List.of("busybox"),
                ImageConfig.EMPTY,
                List.of(),
                "amd64",
                "linux",
                null,
                0),
            Instant.EPOCH,
            home.resolve("bundle"),
            home.resolve("run"),
            home.resolve("log"));
    containers.claim(config);
    return config;
  }

  /** Fills the volume {@code data} as a container with it at {@code /data} does. */
  ContainerConfig fill() {
    ContainerConfig config = container("/data");
    containers.copyUp(config, image);
    return config;
  }

  VolumeTable table() {
    return new VolumeTable(database, home);
  }

  Origins origins() {
    return new Origins(database);
  }

  Path data(String name) {
    return volumes.inspect(TENANT, name).data();
  }

  @Override
  public void close() {
    containers.cleanOrphans(Set.of());
    volumes.purge();
    database.close();
  }
}
