package io.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.image.ImageDetail;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.selinux.ContainerLabels;
import io.gantry.engine.selinux.FileLabels;
import io.gantry.engine.state.ContainerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresHost("root")
class RunFileLabelsIT {
  private Path home;

  @BeforeEach
  void open(@TempDir Path directory) {
    home = directory;
  }

  @Test
  @Rule("LABELS-3")
  void areTheContainersOnWhatIsWrittenForItAndNothingElse() throws IOException {
    Path run = Files.createDirectories(home.resolve("run"));
    Path hosts = Files.createFile(run.resolve("hosts"));
    Path secret = Files.createFile(Files.createDirectory(run.resolve("secrets")).resolve("a"));
    Path program = Files.createFile(home.resolve("catatonit"));
    ContainerConfig config = config(run);

    new RunFileLabels(new FileLabels(false)).set(config, List.of(hosts));
    assertThat(label(hosts)).isEmpty();
    new RunFileLabels(new FileLabels(true))
        .set(config, List.of(hosts, secret.resolveSibling(""), program));

    String own = ContainerLabels.of(config).mount();
    assertThat(own).matches("system_u:object_r:container_file_t:s0(:c\\d+(,c\\d+){3})");
    assertThat(label(hosts)).isEqualTo(own);
    assertThat(label(secret)).isEqualTo(own);
    assertThat(label(program)).isEmpty();
  }

  private ContainerConfig config(Path run) {
    return new ContainerConfig(
        new ContainerId("4f".repeat(32)),
        TenantId.DEFAULT,
        "web",
        ContainerSpec.builder("busybox").build(),
        ImageDetail.NONE,
        Instant.EPOCH,
        home,
        run,
        home.resolve("log"));
  }

  private static String label(Path file) throws IOException {
    try (Directory parent = Directory.open(file.resolveSibling(""))) {
      return new FileLabels(true).get(parent, file.getFileName().toString());
    }
  }
}
