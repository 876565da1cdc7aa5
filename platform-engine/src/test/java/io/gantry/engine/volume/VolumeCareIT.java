package io.gantry.engine.volume;

import static io.gantry.engine.volume.VolumeRoom.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.linux.Mounts;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.VolumeRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people look after: who uses a volume, what is of no use, which kinds there are. */
@RequiresHost("root")
class VolumeCareIT {
  private VolumeRoom room;

  @BeforeEach
  void open(@TempDir Path directory) throws IOException {
    room = new VolumeRoom(directory);
  }

  @AfterEach
  void close() {
    room.close();
  }

  @Test
  void tellsWhoUsesAVolumeAndWhere() {
    ContainerConfig first = room.container("/a");
    ContainerConfig second = room.container("/b");

    assertThat(room.volumes.users(TENANT, "data"))
        .containsExactlyInAnyOrder(
            new VolumeUser(first.id(), "/a"), new VolumeUser(second.id(), "/b"));

    room.containers.release(first.id(), true);
    assertThat(room.volumes.users(TENANT, "data"))
        .containsExactly(new VolumeUser(second.id(), "/b"));
  }

  @Test
  void prunesWhatNobodyUsesAndTellsWhatThatFreed() throws IOException {
    ContainerConfig user = room.container("/a");
    VolumeRecord old = room.volumes.create(TENANT, "old");
    Files.write(old.data().resolve("file"), new byte[5000]);
    VolumeRecord other = room.volumes.create(new TenantId("other"), "old");

    Pruned pruned = room.volumes.prune(TENANT, PruneScope.UNUSED);

    assertThat(pruned).isEqualTo(new Pruned(List.of(old), 5000));
    assertThat(old.data()).doesNotExist();
    assertThat(other.data()).exists();
    assertThat(room.volumes.users(TENANT, "data")).hasSize(1);
    assertThat(user.id()).isNotNull();
  }

  @Test
  void prunesNamedVolumesOnlyWhenAsked() throws IOException {
    room.volumes.create(TENANT, "kept");

    Pruned pruned = room.volumes.prune(TENANT, PruneScope.ANONYMOUS);

    assertThat(pruned.removed()).isEmpty();
    assertThat(room.data("kept")).exists();
  }

  @Test
  void countsNothingOfWhatIsMountedForAPrunedVolume(@TempDir Path host) throws IOException {
    Files.write(host.resolve("file"), new byte[5000]);
    Map<String, String> bind = Map.of("o", "bind", "device", host.toString());
    Path data = room.volumes.create(TENANT, "host", VolumeSpec.local(bind)).data();
    Mounts.bind(host, data); // as a crash leaves it

    Pruned pruned = room.volumes.prune(TENANT, PruneScope.UNUSED);

    assertThat(pruned.removed()).hasSize(1);
    assertThat(pruned.freedBytes()).isZero();
    assertThat(host.resolve("file")).exists();
  }

  @Test
  void tellsTheOptionsAVolumeWasMadeWith() {
    Map<String, String> memory = Map.of("type", "tmpfs", "o", "size=1m");
    room.volumes.create(TENANT, "memory", VolumeSpec.local(memory));

    assertThat(room.volumes.options(TENANT, "memory")).isEqualTo(memory);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nfs-plugin", "image", ""})
  void refusesOtherDriversAndSaysWhatToDo(String driver) {
    VolumeSpec spec = new VolumeSpec(driver, Map.of());

    assertThatThrownBy(() -> room.volumes.create(TENANT, "data", spec))
        .hasMessageContaining("use the driver local")
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
    assertThat(room.volumes.list(TENANT)).isEmpty();
  }
}
