package io.gantry.engine.spec;

import static io.gantry.engine.spec.SpecRequests.aContainer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.ImageConfig;
import io.gantry.engine.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkingDirectoryTest {
  private Path top;
  private Path root;

  @BeforeEach
  void makeRoot(@TempDir Path directory) throws IOException {
    top = directory;
    root = Files.createDirectory(top.resolve("root"));
  }

  @Test
  @Rule("INIT-14")
  void makesTheImagesDirectory() {
    prepare("/srv/app", aContainer());

    assertThat(root.resolve("srv/app")).isDirectory();
  }

  @Test
  @Rule("INIT-14")
  void refusesAMissingDirectoryTheUserNamed() {
    assertRefused("/x", aContainer().workingDirectory("/srv/missing"));

    assertThat(root.resolve("srv")).doesNotExist();
  }

  @Test
  @Rule("INIT-14")
  void refusesAFileInItsPlace() throws IOException {
    Files.createFile(root.resolve("app"));

    assertRefused("/app", aContainer());
  }

  @Test
  @Rule("INIT-14")
  void leavesMountsAlone() {
    MountSpec volume = new MountSpec(MountSpec.Kind.VOLUME, "data", "/data", false, List.of());

    prepare("/data/x", aContainer().mounts(volume));

    assertThat(root.resolve("data")).doesNotExist();
  }

  @Test
  @Rule("INIT-14")
  void followsLinksInsideTheRoot() throws IOException {
    Files.createDirectories(root.resolve("real/x"));
    Files.createSymbolicLink(root.resolve("link"), Path.of("/real"));

    prepare("/x", aContainer().workingDirectory("/link/x"));
  }

  @Test
  @Rule("INIT-15")
  void makesNothingOutsideTheRoot() throws IOException {
    Path outside = Files.createDirectory(top.resolve("outside"));
    Files.createSymbolicLink(root.resolve("out"), outside);
    Files.createSymbolicLink(root.resolve("up"), Path.of("../outside"));

    assertRefused("/out/x", aContainer());
    assertRefused("/up/x", aContainer());

    assertThat(outside).isEmptyDirectory();
  }

  @Test
  @Rule("INIT-15")
  void refusesALinkToADescriptorOfTheRuntime() throws IOException {
    Files.createDirectories(root.resolve("proc/self/fd/7"));
    Files.createSymbolicLink(root.resolve("cwd"), Path.of("/proc/self/fd/7"));

    assertRefused("/cwd", aContainer());
  }

  private void assertRefused(String imagesDirectory, ContainerSpec.Builder container) {
    assertThatThrownBy(() -> prepare(imagesDirectory, container))
        .isInstanceOf(GantryException.class)
        .extracting(e -> ((GantryException) e).code())
        .isEqualTo(ErrorCode.INVALID_ARGUMENT);
  }

  private void prepare(String imagesDirectory, ContainerSpec.Builder container) {
    ImageConfig image = new ImageConfig(null, null, null, imagesDirectory, null, null, null, null);
    WorkingDirectory.prepare(
        SpecRequests.config(container.build(), image), root, ResolvedUser.ROOT);
  }
}
