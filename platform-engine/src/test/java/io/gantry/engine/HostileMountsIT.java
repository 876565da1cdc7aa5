package io.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.ImageConfig;
import io.gantry.api.image.TransferProgress;
import io.gantry.api.testing.RequiresHost;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images whose places for mounts are links that lead out of the root. */
@RequiresHost({"root", "runc", "conmon", "busybox"})
class HostileMountsIT {
  private static final String REFERENCE = "localhost/hostile:test";
  private static final Duration LONG = Duration.ofSeconds(30);

  private Path directory;
  private Path outside;
  private Engine engine;

  @BeforeEach
  void open(@TempDir Path temporary) throws IOException {
    directory = temporary;
    outside = Files.createDirectory(directory.resolve("outside"));
    engine = Engine.open(EngineConfig.of(directory.resolve("home"), directory.resolve("run")));
  }

  @AfterEach
  void purge() {
    engine.purge();
    engine.close();
    assertThat(Remains.in(directory)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = MountSpec.Kind.class,
      names = {"VOLUME", "TMPFS"})
  @Rule({"OCISPEC-12", "VOLUME-4"})
  void makesNoPlaceForAMountOutside(MountSpec.Kind kind) throws Exception {
    importImage("data", outside.toString());
    MountSpec mount = new MountSpec(kind, "data", "/data/deep/er", false, List.of());

    runOrRefuse(aContainer().mounts(mount));

    assertThat(outside).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"etc", "proc", "sys", "dev", "run", "work"})
  @Rule({"MOUNT-11", "MOUNT-14", "INIT-15"})
  void writesNothingThroughTheImagesLinks(String name) throws Exception {
    importImage(name, "../../../../../../../../../.." + outside);

    runOrRefuse(aContainer().timezone("local").init(true));

    assertThat(outside).isEmptyDirectory();
  }

  private static ContainerSpec.Builder aContainer() {
    return ContainerSpec.builder(REFERENCE)
        .network(NetworkSpec.of(NetworkSpec.Mode.NONE))
        .command("/busybox", "true");
  }

  /** Both are fine, in bounded time: it runs inside its root, or it is refused with a code. */
  private void runOrRefuse(ContainerSpec.Builder spec) throws InterruptedException {
    ContainerId id = ContainerId.random(new SecureRandom());
    engine.create(TenantId.DEFAULT, id, "c-" + id.shortId(), spec.build());
    try {
      engine.start(id);
      assertThat(engine.waitForExit(id, 1, LONG).code()).isNotNegative();
    } catch (GantryException refused) {
      assertThat(refused.code()).isNotNull();
    }
  }

  private void importImage(String link, String target) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      byte[] busybox = Files.readAllBytes(Path.of("/bin/busybox"));
      TarArchiveEntry program = new TarArchiveEntry("busybox");
      program.setSize(busybox.length);
      program.setMode(0100755);
      tar.putArchiveEntry(program);
      tar.write(busybox);
      tar.closeArchiveEntry();
      TarArchiveEntry hostile = new TarArchiveEntry(link, TarConstants.LF_SYMLINK);
      hostile.setLinkName(target);
      tar.putArchiveEntry(hostile);
      tar.closeArchiveEntry();
    }
    ImageConfig image = new ImageConfig(null, null, null, "/work/here", null, null, null, null);
    engine
        .images()
        .importRootfs(
            TenantId.DEFAULT,
            REFERENCE,
            new ByteArrayInputStream(bytes.toByteArray()),
            image,
            TransferProgress.NONE);
  }
}
