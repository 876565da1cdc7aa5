package io.gantry.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.image.Digest;
import io.gantry.api.image.ImageConfig;
import io.gantry.api.image.ImageDetail;
import io.gantry.engine.state.ContainerConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Containers to connect, and the host's own tools to see what became of it. */
final class NetworkHost {
  private static final SecureRandom RANDOM = new SecureRandom();

  private NetworkHost() {}

  static String run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return output;
  }

  static ContainerConfig container(Path home, TenantId tenant, NetworkSpec network) {
    ContainerId id = ContainerId.random(RANDOM);
    ContainerSpec spec = ContainerSpec.builder("busybox").network(network).build();
    ImageDetail image =
        new ImageDetail(
            new Digest("sha256:" + "0".repeat(64)),
            null,
            List.of("busybox"),
            ImageConfig.EMPTY,
            List.of(),
            "amd64",
            "linux",
            null,
            0);
    return new ContainerConfig(
        id,
        tenant,
        "c-" + id.shortId(),
        spec,
        image,
        Instant.EPOCH,
        home.resolve(id.value()),
        home.resolve("run"),
        home.resolve("log"));
  }
}
