package io.gantry.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.Rule;
import io.gantry.engine.linux.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@RequiresHost("root")
@Timeout(60)
class MountHoldsIT {
  private final ContainerId id = ContainerId.random(new SecureRandom());
  private final Path home;
  private ContainerStorage storage;

  MountHoldsIT(@TempDir Path home) {
    this.home = home;
    this.storage = open();
  }

  @BeforeEach
  void create() {
    var unused = storage.create(id, StorageOptions.over(List.of()));
  }

  @AfterEach
  void unmount() {
    storage.unmountForced(id);
  }

  @Test
  @Rule("MOUNT-17")
  void staysMountedUntilTheLastHolderIsGone() {
    storage.mount(id, MountHolder.RUN);
    storage.mount(id, MountHolder.REQUEST);
    storage.mount(id, MountHolder.REQUEST);
    storage.mount(id, MountHolder.READER);
    assertThat(storage.holds(id)).isEqualTo(4);

    assertThat(storage.unmount(id, MountHolder.RUN)).isEqualTo(3);
    assertThat(storage.unmount(id, MountHolder.READER)).isEqualTo(2);
    assertThat(storage.unmount(id, MountHolder.REQUEST)).isEqualTo(1);
    assertThat(storage.isMounted(id)).isTrue();
    assertThat(storage.unmount(id, MountHolder.REQUEST)).isZero();
    assertThat(storage.isMounted(id)).isFalse();
  }

  @Test
  @Rule("MOUNT-17")
  void countsTheContainerOnceThoughItMountsAgain() {
    storage.mount(id, MountHolder.RUN);
    storage.mount(id, MountHolder.RUN);

    assertThat(storage.unmount(id, MountHolder.RUN)).isZero();
    assertThat(storage.isMounted(id)).isFalse();
  }

  @Test
  @Rule("MOUNT-17")
  void refusesToUnmountWhatTheHolderDoesNotHold() {
    assertNotMounted(MountHolder.RUN);
    storage.mount(id, MountHolder.RUN);

    assertNotMounted(MountHolder.REQUEST);

    assertThat(storage.holds(id)).isEqualTo(1);
  }

  @Test
  @Rule("MOUNT-17")
  void countsOnInTheNextProcessWithoutTheReadersOfTheKilledOne() {
    storage.mount(id, MountHolder.RUN);
    storage.mount(id, MountHolder.REQUEST);
    storage.mount(id, MountHolder.READER);

    storage = open();

    assertThat(storage.isMounted(id)).isTrue();
    assertThat(storage.holds(id)).isEqualTo(2);
  }

  @Test
  @Rule("MOUNT-17")
  void unmountsWhatOnlyTheKilledProcessHadMounted() {
    storage.mount(id, MountHolder.READER);

    storage = open();

    assertThat(storage.isMounted(id)).isFalse();
  }

  @Test
  @Rule("MOUNT-17")
  void countsNothingFromBeforeAReboot() throws IOException {
    storage.mount(id, MountHolder.RUN);
    storage.mount(id, MountHolder.REQUEST);
    Mounts.unmount(storage.mount(id, MountHolder.REQUEST), 0); // as a reboot does

    storage = open();
    assertThat(storage.holds(id)).isZero();
    storage.mount(id, MountHolder.RUN);

    assertThat(storage.holds(id)).isEqualTo(1);
  }

  @Test
  @Rule("MOUNT-17")
  void takesACountTornByACrashOfTheHostForNone() throws IOException {
    Files.writeString(home.resolve("storage").resolve(id.value()).resolve("holds"), "run=tr");

    storage.mount(id, MountHolder.RUN);

    assertThat(storage.holds(id)).isEqualTo(1);
  }

  private ContainerStorage open() {
    return ContainerStorage.open(home, LayerStore.open(home, LayerLimits.DEFAULT));
  }

  private void assertNotMounted(MountHolder holder) {
    assertThatThrownBy(() -> storage.unmount(id, holder))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_MOUNTED));
  }
}
