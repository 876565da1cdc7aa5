package io.gantry.engine.volume;

import static io.gantry.engine.volume.VolumeRoom.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.RootSpec;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.FileStatus;
import io.gantry.engine.linux.TreeRemoval;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.VolumeRecord;
import io.gantry.engine.volume.origin.Origin;
import io.gantry.engine.volume.origin.ReseedPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresHost("root")
class ReseedIT {
  private VolumeRoom room;
  private Path source;

  @BeforeEach
  void open(@TempDir Path directory) throws IOException {
    room = new VolumeRoom(directory);
    source = Files.createDirectories(room.image.resolve("data/sub"));
    Files.writeString(source.resolve("a"), "12345");
    Files.writeString(source.resolve("b"), "123");
    Files.createSymbolicLink(source.resolve("link"), Path.of("a"));
  }

  @AfterEach
  void close() {
    room.close();
  }

  @Test
  void knowsTheImageTheContainerAndTheRunThatFilledAVolume() {
    ContainerConfig first = room.fill();
    room.fill();

    assertThat(room.volumes.origin(TENANT, "data"))
        .contains(
            new Origin.CopyUp(
                VolumeRoom.IMAGE, "busybox", "/data", first.id(), RootSeeds.RUN, VolumeRoom.NOW));
  }

  @Test
  void knowsNothingOfWhatOnlyItsUsersWrote() {
    room.container("/elsewhere");

    ReseedPlan plan = room.volumes.reseedPlan(TENANT, "data");

    assertThat(room.volumes.origin(TENANT, "data")).isEmpty();
    assertThat(plan.origin()).isNull();
    assertThat(plan.obstacles()).anyMatch(text -> text.startsWith("nothing that is known"));
  }

  @Test
  void wouldChangeNothingOfWhatNobodyChanged() {
    releaseAll(room.fill());

    ReseedPlan plan = room.volumes.reseedPlan(TENANT, "data");

    assertThat(plan.obstacles()).isEmpty();
    assertThat(plan.copied().paths()).containsExactly("sub", "sub/a", "sub/b", "sub/link");
    assertThat(plan.copied().bytes()).isEqualTo(8);
    assertThat(plan.kept()).isEqualTo(plan.copied());
    assertThat(plan.lost().entries()).isZero();
  }

  @Test
  void tellsWhatWouldBeLost() throws IOException {
    releaseAll(room.fill());
    Path data = room.data("data").resolve("sub");
    Files.writeString(data.resolve("a"), "other");
    Files.delete(data.resolve("b"));
    pointElsewhere(data, "link");
    Files.writeString(Files.createDirectories(data.resolve("own")).resolve("file"), "1234567");

    ReseedPlan plan = room.volumes.reseedPlan(TENANT, "data");

    assertThat(plan.lost().paths()).containsExactly("sub/a", "sub/link", "sub/own", "sub/own/file");
    assertThat(plan.lost().bytes()).isEqualTo(12);
    assertThat(plan.kept().paths()).containsExactly("sub");
    assertThat(plan.copied().entries()).isEqualTo(4);
    assertThat(data.resolve("a")).hasContent("other");
  }

  @Test
  void namesTheFirstHundredOnly() throws IOException {
    releaseAll(room.fill());
    for (int i = 0; i < 150; i++) {
      Files.createFile(room.data("data").resolve("f" + i));
    }

    ReseedPlan plan = room.volumes.reseedPlan(TENANT, "data");

    assertThat(plan.lost().entries()).isEqualTo(150);
    assertThat(plan.lost().paths()).hasSize(100);
  }

  @Test
  void tellsWhatStandsInTheWay() throws IOException {
    room.fill();
    try (Directory parent = Directory.open(room.image.resolveSibling(""))) {
      TreeRemoval.remove(parent, room.image.getFileName().toString());
    }

    ReseedPlan plan = room.volumes.reseedPlan(TENANT, "data");

    assertThat(plan.obstacles())
        .hasSize(2)
        .anyMatch(text -> text.startsWith("containers use it"))
        .anyMatch(text -> text.contains("is not here any more: pull it again"));
    assertThat(plan.copied().entries()).isZero();
  }

  @Test
  void looksIntoADirectoryOfTheHostThatWasTheRoot() {
    ContainerConfig config =
        room.container(
            ContainerSpec.builder("")
                .root(new RootSpec(room.image.toString(), true, false))
                .mounts(new MountSpec(MountSpec.Kind.VOLUME, "data", "/data", false, List.of())));
    room.containers.copyUp(config, room.image);
    releaseAll(config);

    ReseedPlan plan = room.volumes.reseedPlan(TENANT, "data");

    assertThat(plan.obstacles()).isEmpty();
    assertThat(plan.kept().entries()).isEqualTo(4);
  }

  @Test
  void forgetsTheOriginWithTheVolume() {
    releaseAll(room.fill());
    VolumeRecord volume = room.volumes.inspect(TENANT, "data");
    assertThat(room.origins().find(volume)).isPresent();

    room.volumes.remove(TENANT, "data");

    assertThat(room.origins().find(volume)).isEmpty();
  }

  /** So that nothing but the target is another. */
  private static void pointElsewhere(Path directory, String link) throws IOException {
    try (Directory open = Directory.open(directory)) {
      FileStatus before = open.status(link);
      open.unlink(link);
      open.symlink(link, "b");
      open.setModified(link, before.modified());
    }
  }

  private void releaseAll(ContainerConfig config) {
    room.containers.release(config.id(), true);
  }
}
