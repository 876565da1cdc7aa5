package io.gantry.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.RootSpec;
import io.gantry.api.image.ImageDetail;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@RequiresHost("root")
@Timeout(60)
class VolatileLayerIT {
  private final ContainerId id = ContainerId.random(new SecureRandom());
  private final Path home;
  private final ContainerStorage storage;

  VolatileLayerIT(@TempDir Path home) {
    this.home = home;
    this.storage = ContainerStorage.open(home, LayerStore.open(home, LayerLimits.DEFAULT));
  }

  @AfterEach
  void unmount() {
    storage.unmountForced(id);
  }

  @Test
  @Rule("STORAGE-5")
  void asksTheKernelNotToWaitForTheDiskOnlyIfTheSpecSaysSo() throws IOException {
    Path root = mounted(true);
    assertThat(optionsOf(root)).contains("volatile");
    storage.delete(id);

    assertThat(optionsOf(mounted(false))).doesNotContain("volatile");
  }

  @Test
  @Rule("STORAGE-5")
  void keepsWhatWasWrittenAsLongAsTheHostRuns() throws IOException {
    Files.writeString(mounted(true).resolve("a"), "1");
    storage.unmountForced(id);

    Path root = storage.mount(id, MountHolder.RUN);

    assertThat(root.resolve("a")).hasContent("1");
  }

  @Test
  @Rule("STORAGE-5")
  void beginsEmptyInAnotherBoot() throws IOException {
    Files.createDirectories(mounted(true).resolve("a/b"));
    storage.unmountForced(id);
    Files.writeString(home.resolve("storage").resolve(id.value()).resolve("boot"), "earlier\n");

    Path root = storage.mount(id, MountHolder.RUN);

    assertThat(root).isEmptyDirectory();
  }

  private Path mounted(boolean isVolatile) {
    ContainerSpec spec =
        ContainerSpec.builder("image").root(new RootSpec(null, false, isVolatile)).build();
    var unused = storage.create(id, StorageOptions.of(spec, ImageDetail.NONE));
    return storage.mount(id, MountHolder.RUN);
  }

  private static String optionsOf(Path root) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
        .filter(line -> line.contains(" " + root + " "))
        .findFirst()
        .orElseThrow();
  }
}
